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

/** Finds the pictures in a folder by their file name extensions. */
final class PictureFiles extends SimpleFileVisitor<Path> {
  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "gif");

  private final Path root;
  private final boolean recursive;
  private final @Nullable Path excludedFolder;
  private final List<Path> found = new ArrayList<>();
  private final List<UpscalePlan.Refusal> refusals = new ArrayList<>();
  private final List<UpscalePlan.Skipped> skipped = new ArrayList<>();

  private PictureFiles(Path root, boolean recursive, @Nullable Path excludedFolder) {
    this.root = root;
    this.recursive = recursive;
    this.excludedFolder = excludedFolder;
  }

  /**
   * Lists a folder. Hidden files and folders are ignored, and links to folders are not followed.
   *
   * @param recursive whether to include subfolders
   * @param excludedFolder a subfolder that is ignored
   * @throws InputException if there is no picture
   */
  static PictureFiles in(Path folder, boolean recursive, @Nullable Path excludedFolder) {
    PictureFiles visitor = new PictureFiles(folder, recursive, excludedFolder);
    try {
      Files.walkFileTree(folder, visitor);
    } catch (IOException e) {
      throw new InputException(unreadable(folder, e), e);
    } catch (InvalidPathException e) {
      throw new InputException(
          "The folder %s holds file names that the locale cannot represent. Set LC_ALL=C.UTF-8."
              .formatted(folder),
          e);
    }
    if (visitor.found.isEmpty() && visitor.refusals.isEmpty()) {
      throw new InputException(
          "The folder %s holds no picture (png, jpg, tif, webp, bmp, gif). Choose another one%s."
              .formatted(folder, recursive ? "" : " or add --recursive"));
    }
    return visitor;
  }

  /** The pictures, sorted by path. */
  List<Path> found() {
    return found.stream().sorted().toList();
  }

  /** Folders that cannot be read. */
  List<UpscalePlan.Refusal> refusals() {
    return refusals;
  }

  /** Files that are not pictures. */
  List<UpscalePlan.Skipped> skipped() {
    return skipped;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    boolean entered = folder.equals(root) || (recursive && !hidden(folder) && !isExcluded(folder));
    return entered ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
  }

  private boolean isExcluded(Path folder) throws IOException {
    return excludedFolder != null
        && Files.exists(excludedFolder)
        && Files.isSameFile(folder, excludedFolder);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (hidden(file) || attributes.isDirectory() || Files.isDirectory(file)) {
      return FileVisitResult.CONTINUE;
    } else if (!ENDINGS.contains(ending(file))) {
      skip(file, UpscalePlan.SkipReason.NOT_A_PICTURE);
    } else if (Files.isRegularFile(file)) {
      found.add(file);
    } else {
      skip(
          file,
          Files.exists(file)
              ? UpscalePlan.SkipReason.NOT_A_FILE
              : UpscalePlan.SkipReason.BROKEN_LINK);
    }
    return FileVisitResult.CONTINUE;
  }

  private void skip(Path file, UpscalePlan.SkipReason reason) {
    skipped.add(new UpscalePlan.Skipped(file, reason));
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException error) {
    refusals.add(new UpscalePlan.Refusal(file, unreadable(file, error)));
    return FileVisitResult.CONTINUE;
  }

  private static String unreadable(Path folder, IOException error) {
    return error instanceof AccessDeniedException
        ? "%s cannot be read. Change its permissions.".formatted(folder)
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
