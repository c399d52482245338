package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.data.TestPicture;
import dev.clearer.data.TestSet;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes test pictures in the layout of a built dataset, for other programs to restore. */
final class TestSetFiles {
  private final Path part;
  private final List<Runnable> unlabelled = new ArrayList<>();

  private TestSetFiles(Path part) {
    this.part = part;
  }

  /**
   * Writes the first {@code limit} pictures of each group to {@code output/val}.
   *
   * @return the number of low-resolution pictures written
   * @throws InputException if there is a dataset already, or the files cannot be written
   */
  static int write(
      TestSet set, List<TestSet.Group> groups, int limit, Path output, Progress progress) {
    Path part = output.resolve("val");
    if (Files.exists(part)) {
      throw new InputException(
          "%s exists already. Choose another folder, so that sets are not mixed.".formatted(part));
    }
    if (!set.knowsBlur()) {
      throw new InputException(
          "The pictures already have low-resolution ones, whose blur is unknown: use these files"
              + " instead of --export.");
    }
    TestSetFiles files = new TestSetFiles(part);
    int all = groups.stream().mapToInt(group -> Math.min(limit, set.names(group).size())).sum();
    int done = 0;
    for (TestSet.Group group : groups) {
      int count = Math.min(limit, set.names(group).size());
      for (int i = 0; i < count; i++) {
        files.write(group, set.read(group, i));
        progress.report(++done / (double) all);
      }
    }
    files.completeLabels();
    return done;
  }

  /** A set has classes for all pictures or for none. */
  private void completeLabels() {
    if (Files.exists(part.resolve("semseg"))) {
      unlabelled.forEach(Runnable::run);
    }
  }

  private void write(TestSet.Group group, TestPicture picture) {
    Path sharp = file("GT", picture.name());
    if (!Files.exists(sharp)) {
      write(picture.sharp(), sharp);
      writeLabels(picture.name(), picture.sharp(), picture.labels());
    }
    write(picture.lowResolution(), file(group.folder() + "/LRx" + group.scale(), picture.name()));
    MapFiles.writeBlur(
        Objects.requireNonNull(picture.blurMap()), file(group.folder() + "/blur", picture.name()));
  }

  private void writeLabels(String name, Image sharp, @Nullable LabelMap labels) {
    int width = sharp.width();
    int height = sharp.height();
    if (labels == null) {
      unlabelled.add(() -> MapFiles.writeLabels(unknown(width, height), file("semseg", name)));
    } else {
      MapFiles.writeLabels(labels, file("semseg", name));
    }
  }

  private static LabelMap unknown(int width, int height) {
    byte[] classes = new byte[width * height];
    Arrays.fill(classes, (byte) LabelMap.IGNORE);
    return new LabelMap(width, height, classes);
  }

  private static void write(Image image, Path file) {
    ImageFiles.write(Picture.of(image), file);
  }

  private Path file(String folder, String name) {
    return OutputFolder.create(part.resolve(folder)).resolve(name + ".png");
  }
}
