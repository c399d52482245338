package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.data.Seeds;
import dev.clearer.degrade.Blurred;
import dev.clearer.degrade.Defocus;
import dev.clearer.degrade.Degraded;
import dev.clearer.degrade.GaussianBlur;
import dev.clearer.degrade.LayeredBlur;
import dev.clearer.degrade.Recipe;
import dev.clearer.degrade.Shot;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import dev.clearer.image.Resize;
import dev.clearer.originals.Original;
import dev.clearer.originals.SharpScene;
import dev.clearer.originals.Sharpness;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Degrades one picture and writes its files. The entry is returned when all are written. */
final class PictureBuilder {
  private final Path output;
  private final Manifest.Parameters parameters;
  private final Original original;
  private final SharpScene scene;
  private final SortedMap<String, String> files = new TreeMap<>();

  PictureBuilder(Path output, Manifest.Parameters parameters, Original original) {
    this.output = output;
    this.parameters = parameters;
    this.original = original;
    SharpScene whole = original.reading().get();
    if (Math.min(whole.image().width(), whole.image().height()) < 4 * parameters.scale()) {
      throw new InputException(original.source() + " is too small: remove it.");
    }
    this.scene = whole.divisibleBy(parameters.scale());
  }

  Manifest.Entry build(List<Manifest.Input> inputs) {
    long seed = Seeds.of(parameters.seed(), original.name());
    writePicture(scene.image(), original.part() + "/GT");
    writeLabels();
    Defocus lens = parameters.lens();
    Degradation degradation = lens == null ? byRecipe(seed) : byLens(lens, seed);
    float[] range = range(degradation.blurMap.sigma());
    return new Manifest.Entry(
        original.name(),
        original.part(),
        original.source(),
        inputs,
        seed,
        degradation.focus,
        range[0],
        range[1],
        degradation.uniformSigma,
        degradation.noise,
        Math.round(1000 * Sharpness.of(scene.image())) / 1000.0,
        files);
  }

  /** The degradation of a picture, for its entry. */
  private record Degradation(
      Manifest.@Nullable Focus focus, BlurMap blurMap, double uniformSigma, double noise) {}

  private static float[] range(float[] values) {
    float[] range = {Float.MAX_VALUE, 0};
    for (float value : values) {
      range[0] = Math.min(range[0], value);
      range[1] = Math.max(range[1], value);
    }
    return range;
  }

  private Degradation byRecipe(long seed) {
    int scale = parameters.scale();
    Recipe recipe = Objects.requireNonNull(parameters.recipe()).forScale(scale);
    Degraded sharp = Degraded.of(scene.image(), scene.depth(), scene.regions());
    Degraded degraded = recipe.apply(sharp, seed).eightBits();
    String folder = isValidation() ? "val/recipe-x" + scale : original.part();
    writePicture(degraded.image(), folder + "/LRx" + scale);
    writeBlur(degraded.blurMap(), folder);
    return new Degradation(null, degraded.blurMap(), 0, degraded.noiseLevel());
  }

  private Degradation byLens(Defocus lens, long seed) {
    if (!isValidation() && isUniform(seed)) {
      double sigma = uniformSigma(lens, seed);
      Blurred uniform = uniform(lens, sigma);
      writeBlurred(uniform, original.part());
      return new Degradation(null, uniform.blurMap(), sigma, 0);
    }
    Shot shot = lens.draw(scene.depth(), seed);
    Blurred blurred = lens.blur(scene.image(), shot);
    writeBlurred(blurred, isValidation() ? "val/Group1" : original.part());
    double sigma = 0;
    if (isValidation()) {
      sigma = uniformSigma(lens, seed);
      writeBlurred(uniform(lens, sigma), "val/Group2");
    }
    return new Degradation(Manifest.Focus.of(shot), blurred.blurMap(), sigma, 0);
  }

  private boolean isValidation() {
    return original.part().equals("val");
  }

  private boolean isUniform(long seed) {
    long own = Seeds.of(seed, "uniform");
    return new SplittableRandom(own).nextDouble() < parameters.uniformShare();
  }

  /** Uniformly distributed, in tenths, so that the blur map's file is exact. */
  private static double uniformSigma(Defocus lens, long seed) {
    double share = new SplittableRandom(~seed).nextDouble();
    return Math.round(10 * lens.maximumSigma() * share) / 10.0;
  }

  private Blurred uniform(Defocus lens, double sigma) {
    int window = LayeredBlur.upTo(lens.maximumSigma()).window();
    return GaussianBlur.apply(scene.image(), sigma, window);
  }

  private void writeBlurred(Blurred blurred, String folder) {
    Image image = blurred.image();
    int scale = parameters.scale();
    Image low =
        scale == 1 ? image : Resize.bicubic(image, image.width() / scale, image.height() / scale);
    writePicture(low, folder + "/LRx" + scale);
    writeBlur(blurred.blurMap(), folder);
  }

  private void writeBlur(BlurMap map, String folder) {
    Path file = file(folder + "/blur");
    MapFiles.writeBlur(map, file);
    record(file);
  }

  private void writePicture(Image image, String folder) {
    Path file = file(folder);
    ImageFiles.write(Picture.of(image), file);
    record(file);
  }

  private void writeLabels() {
    LabelMap labels = scene.labels();
    if (labels == null) {
      return;
    }
    Path file = file(original.part() + "/semseg");
    MapFiles.writeLabels(parameters.kind().equals("nyuv2") ? fromOne(labels) : labels, file);
    record(file);
  }

  /** The labels of NYUv2's files: 1 to 40, and 0 for unlabelled. */
  private static LabelMap fromOne(LabelMap labels) {
    byte[] stored = labels.classes().clone();
    for (int i = 0; i < stored.length; i++) {
      stored[i]++;
    }
    return new LabelMap(labels.width(), labels.height(), stored);
  }

  private Path file(String folder) {
    return OutputFolder.create(output.resolve(folder)).resolve(original.name() + ".png");
  }

  private void record(Path file) {
    String path = output.relativize(file).toString().replace('\\', '/');
    files.put(path, Checksum.sha256(file));
  }
}
