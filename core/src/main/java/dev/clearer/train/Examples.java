package dev.clearer.train;

import dev.clearer.InputException;
import dev.clearer.image.BlurMap;
import dev.clearer.image.ColourMap;
import dev.clearer.image.FileFormat;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapKind;
import dev.clearer.image.OutputFile;
import dev.clearer.image.Picture;
import dev.clearer.image.PixelMap;
import dev.clearer.image.Resize;
import dev.clearer.report.EventFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The example pictures of a run, one file each: {@code GROUP-INDEX.truth.KIND.png} or {@code
 * GROUP-INDEX.STEP.KIND.jpg}. Maps are shown in colours.
 */
final class Examples {
  /** Larger pictures are scaled down to this width. */
  private static final int WIDEST = 480;

  private static final int JPEG_QUALITY = 90;
  private static final String TRUTH = "truth";
  private static final Pattern NAME =
      Pattern.compile("([\\w-]+)\\.(truth|\\d+)\\.(\\w+)(?:-(\\d+))?\\.(?:png|jpg)");

  private final Path folder;

  Examples(Path folder) {
    this.folder = folder;
  }

  /**
   * An example on disk.
   *
   * @param example group and index
   * @param step as text, or {@code truth}
   * @param kind {@code low}, {@code picture} or the label of a {@link MapKind}
   * @param largestSigma sigma at the end of the colour scale; empty for other maps
   */
  record Shown(Path file, String example, String step, String kind, String largestSigma) {}

  /** Writes the estimates of {@code step}, and the true pictures and maps unless they exist. */
  void write(long step, List<Example> examples, EventFile events) {
    if (examples.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InputException(
          folder + " cannot be created: fix the permissions of its parent folder.", e);
    }
    for (Example example : examples) {
      String name = example.group().replaceAll("[^\\w-]", "_") + "-" + example.index();
      int sigma = largestSigma(example.sample().blurMap());
      Estimate estimate = example.estimate();
      if (shown().stream().noneMatch(file -> file.example.equals(name))) {
        writeTruth(name, example, sigma);
      }
      String prefix = name + "." + "%08d".formatted(step);
      write(prefix, estimate, sigma);
      if (estimate.picture() != null) {
        Image picture = narrow(estimate.picture());
        byte[] bytes = encoded(picture, FileFormat.JPEG);
        events.image(step, "examples/" + name, picture.width(), picture.height(), bytes);
      }
    }
  }

  private void writeTruth(String name, Example example, int sigma) {
    String prefix = name + "." + TRUTH;
    Image low = example.sample().lowResolution();
    OutputFile.write(folder.resolve(prefix + ".low.png"), encoded(low, FileFormat.PNG));
    Image sharp = example.sample().sharp();
    LabelMap labels = Resize.nearest(example.sample().labels(), sharp.width(), sharp.height());
    Map<MapKind, PixelMap> truth =
        Map.of(
            MapKind.BLUR,
            PixelMap.of(example.sample().blurMap()),
            MapKind.CLASSES,
            PixelMap.of(labels));
    write(prefix, new Estimate(sharp, truth), sigma);
  }

  private void write(String prefix, Estimate estimate, int sigma) {
    Image picture = estimate.picture();
    if (picture != null) {
      OutputFile.write(
          folder.resolve(prefix + ".picture.jpg"), encoded(narrow(picture), FileFormat.JPEG));
    }
    for (PixelMap map : estimate.maps().values()) {
      OutputFile.write(
          folder.resolve(prefix + "." + shownAs(map.kind(), sigma) + ".png"),
          encoded(coloured(map, sigma), FileFormat.PNG));
    }
  }

  /** The kind, followed by the end of the colour scale for quantities. */
  private static String shownAs(MapKind kind, int sigma) {
    return kind.isQuantity() ? kind.label() + "-" + (int) range(kind, sigma) : kind.label();
  }

  private static double range(MapKind kind, int sigma) {
    return kind == MapKind.BLUR ? sigma : kind.unit().range();
  }

  private static Image coloured(PixelMap map, int sigma) {
    return map.kind().isQuantity()
        ? narrow(map.colours(range(map.kind(), sigma)))
        : narrow(map.labelMap());
  }

  /** All files, sorted by name. */
  List<Shown> shown() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .sorted()
          .map(Examples::shown)
          .flatMap(shown -> shown == null ? Stream.empty() : Stream.of(shown))
          .toList();
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: fix its permissions.", e);
    }
  }

  private static @Nullable Shown shown(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      return null;
    }
    String sigma = name.group(4);
    return new Shown(file, name.group(1), name.group(2), name.group(3), sigma == null ? "" : sigma);
  }

  /** At most {@code count} of the existing steps, evenly spaced, including the last. */
  static List<String> steps(List<Shown> shown, int count) {
    TreeSet<String> all = new TreeSet<>();
    shown.stream().map(Shown::step).filter(step -> !step.equals(TRUTH)).forEach(all::add);
    List<String> steps = List.copyOf(all);
    TreeSet<String> chosen = new TreeSet<>();
    for (int i = 0; i < Math.min(count, steps.size()); i++) {
      int most = Math.max(1, Math.min(count, steps.size()) - 1);
      chosen.add(steps.get(steps.size() - 1 - (int) ((long) i * (steps.size() - 1) / most)));
    }
    return List.copyOf(chosen);
  }

  /** Deletes the files of steps after {@code step}. */
  void cutAfter(long step) {
    for (Shown shown : shown()) {
      if (!shown.step.equals(TRUTH) && Long.parseLong(shown.step) > step) {
        try {
          Files.delete(shown.file);
        } catch (IOException e) {
          throw new InputException(shown.file + " cannot be deleted: fix its permissions.", e);
        }
      }
    }
  }

  private static int largestSigma(BlurMap truth) {
    float largest = 1;
    for (float sigma : truth.sigma()) {
      largest = Math.max(largest, sigma);
    }
    return (int) Math.ceil(largest);
  }

  private static Image narrow(Image image) {
    return image.width() <= WIDEST
        ? image
        : Resize.bicubic(image, WIDEST, Math.max(1, image.height() * WIDEST / image.width()));
  }

  private static Image narrow(LabelMap map) {
    return ColourMap.colour(
        map.width() <= WIDEST
            ? map
            : Resize.nearest(map, WIDEST, Math.max(1, map.height() * WIDEST / map.width())));
  }

  private static byte[] encoded(Image image, FileFormat format) {
    return ImageFiles.encode(Picture.of(image), format, JPEG_QUALITY);
  }
}
