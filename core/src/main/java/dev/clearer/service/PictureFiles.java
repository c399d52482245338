package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the pictures of a folder, by the endings of their names. */
final class PictureFiles extends SimpleFileVisitor<Path> {
  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "gif");

  private final Path root;
  private final boolean recursive;
  private final @Nullable Path withoutFolder;
  private final List<Path> found = new ArrayList<>();
  private final List<UpscalePlan.Refusal> refusals = new ArrayList<>();
  private final List<UpscalePlan.LeftOut> leftOut = new ArrayList<>();

  private PictureFiles(Path root, boolean recursive, @Nullable Path withoutFolder) {
    this.root = root;
    this.recursive = recursive;
    this.withoutFolder = withoutFolder;
  }

  /**
   * What a folder holds; hidden files and folders are not looked at, links to folders not followed.
   *
   * @param recursive whether folders within are meant too
   * @param withoutFolder a folder within that is not looked at
   * @throws InputException if there is no picture
   */
  static PictureFiles in(Path folder, boolean recursive, @Nullable Path withoutFolder) {
    PictureFiles visitor = new PictureFiles(folder, recursive, withoutFolder);
    try {
      Files.walkFileTree(folder, visitor);
    } catch (IOException e) {
      throw new InputException(unreadable(folder, e), e);
    } catch (InvalidPathException e) {
      throw new InputException(
          "The folder %s holds names that this locale cannot write: run it with LC_ALL=C.UTF-8."
              .formatted(folder),
          e);
    }
    if (visitor.found.isEmpty() && visitor.refusals.isEmpty()) {
      throw new InputException(
          "The folder %s holds no picture (png, jpg, tif, webp, bmp, gif): name another%s."
              .formatted(folder, recursive ? "" : " or add --recursive"));
    }
    return visitor;
  }

  /** The pictures in the order of their names. */
  List<Path> found() {
    return found.stream().sorted().toList();
  }

  /** Folders that cannot be read. */
  List<UpscalePlan.Refusal> refusals() {
    return refusals;
  }

  /** Files that are no pictures. */
  List<UpscalePlan.LeftOut> leftOut() {
    return leftOut;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    boolean entered = folder.equals(root) || (recursive && !hidden(folder) && !isWithout(folder));
    return entered ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
  }

  private boolean isWithout(Path folder) throws IOException {
    return withoutFolder != null
        && Files.exists(withoutFolder)
        && Files.isSameFile(folder, withoutFolder);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (hidden(file) || attributes.isDirectory() || Files.isDirectory(file)) {
      return FileVisitResult.CONTINUE;
    } else if (!ENDINGS.contains(ending(file))) {
      leaveOut(file, UpscalePlan.Why.NO_PICTURE);
    } else if (Files.isRegularFile(file)) {
      found.add(file);
    } else {
      leaveOut(file, Files.exists(file) ? UpscalePlan.Why.NO_FILE : UpscalePlan.Why.BROKEN_LINK);
    }
    return FileVisitResult.CONTINUE;
  }

  private void leaveOut(Path file, UpscalePlan.Why why) {
    leftOut.add(new UpscalePlan.LeftOut(file, why));
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException error) {
    refusals.add(new UpscalePlan.Refusal(file, unreadable(file, error)));
    return FileVisitResult.CONTINUE;
  }

  private static String unreadable(Path folder, IOException error) {
    return error instanceof AccessDeniedException
        ? "%s cannot be read: change its permissions.".formatted(folder)
        : "%s cannot be read: %s.".formatted(folder, Reason.of(error));
  }

  private static boolean hidden(Path file) {
    return String.valueOf(file.getFileName()).startsWith(".");
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
