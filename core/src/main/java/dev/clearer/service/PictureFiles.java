package dev.clearer.service;

import dev.clearer.InputException;
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
  private final @Nullable Path leftOut;
  private final List<Path> found = new ArrayList<>();
  private final List<UpscalePlan.Refusal> refusals;

  private PictureFiles(
      Path root, boolean recursive, @Nullable Path leftOut, List<UpscalePlan.Refusal> refusals) {
    this.root = root;
    this.recursive = recursive;
    this.leftOut = leftOut;
    this.refusals = refusals;
  }

  /**
   * The pictures of {@code folder} in the order of their names; hidden files and folders are not
   * looked at, links to folders not followed.
   *
   * @param recursive whether those of folders within are meant too
   * @param leftOut a folder within that is left out
   * @param refusals gets every folder that cannot be read
   * @throws InputException if there is none
   */
  static List<Path> in(
      Path folder, boolean recursive, @Nullable Path leftOut, List<UpscalePlan.Refusal> refusals) {
    PictureFiles visitor = new PictureFiles(folder, recursive, leftOut, refusals);
    int before = refusals.size();
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
    if (visitor.found.isEmpty() && refusals.size() == before) {
      throw new InputException(
          "The folder %s holds no picture (png, jpg, tif, webp, bmp, gif): name another%s."
              .formatted(folder, recursive ? "" : " or add --recursive"));
    }
    return visitor.found.stream().sorted().toList();
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    boolean entered = folder.equals(root) || (recursive && !hidden(folder) && !isLeftOut(folder));
    return entered ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
  }

  private boolean isLeftOut(Path folder) throws IOException {
    return leftOut != null && Files.isSameFile(folder, leftOut);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (!hidden(file) && ENDINGS.contains(ending(file)) && Files.isRegularFile(file)) {
      found.add(file);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException error) {
    refusals.add(new UpscalePlan.Refusal(file, unreadable(file, error)));
    return FileVisitResult.CONTINUE;
  }

  private static String unreadable(Path folder, IOException error) {
    return error instanceof AccessDeniedException
        ? "%s cannot be read: mend its permissions.".formatted(folder)
        : "%s cannot be read: %s.".formatted(folder, error.getMessage());
  }

  private static boolean hidden(Path file) {
    return String.valueOf(file.getFileName()).startsWith(".");
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
