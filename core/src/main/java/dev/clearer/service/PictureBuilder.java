package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.data.Original;
import dev.clearer.data.Seeds;
import dev.clearer.data.SharpScene;
import dev.clearer.data.Sharpness;
import dev.clearer.degrade.Blurred;
import dev.clearer.degrade.GaussianBlur;
import dev.clearer.degrade.LayeredBlur;
import dev.clearer.degrade.Shot;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import dev.clearer.image.Resize;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Degrades one picture and writes its files; an entry says that all of them are there. */
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
      throw new InputException(original.source() + " is too small: leave it out.");
    }
    this.scene = whole.divisibleBy(parameters.scale());
  }

  Manifest.Entry build(List<Manifest.Input> inputs) {
    long seed = Seeds.of(parameters.seed(), original.name());
    Shot shot = parameters.lens().draw(scene.depth(), seed);
    Blurred blurred = parameters.lens().blur(scene.image(), shot);
    boolean validation = original.part().equals("val");
    writePicture(scene.image(), original.part() + "/GT");
    writeLabels();
    writeBlurred(blurred, validation ? "val/Group1" : original.part());
    double uniformSigma = validation ? writeUniform(seed) : 0;
    float[] range = range(blurred.blurMap().sigma());
    return new Manifest.Entry(
        original.name(),
        original.part(),
        original.source(),
        inputs,
        seed,
        Manifest.Focus.of(shot),
        range[0],
        range[1],
        uniformSigma,
        Math.round(1000 * Sharpness.of(scene.image())) / 1000.0,
        files);
  }

  private static float[] range(float[] values) {
    float[] range = {Float.MAX_VALUE, 0};
    for (float value : values) {
      range[0] = Math.min(range[0], value);
      range[1] = Math.max(range[1], value);
    }
    return range;
  }

  /** One sigma of whole tenths, so that the file states it exactly. */
  private double writeUniform(long seed) {
    double maximum = parameters.lens().maximumSigma();
    double share = new SplittableRandom(~seed).nextDouble();
    double sigma = Math.round(10 * maximum * share) / 10.0;
    int window = LayeredBlur.upTo(maximum).window();
    writeBlurred(GaussianBlur.apply(scene.image(), sigma, window), "val/Group2");
    return sigma;
  }

  private void writeBlurred(Blurred blurred, String folder) {
    Image image = blurred.image();
    int scale = parameters.scale();
    Image low =
        scale == 1 ? image : Resize.bicubic(image, image.width() / scale, image.height() / scale);
    writePicture(low, folder + "/LRx" + scale);
    Path file = file(folder + "/blur");
    MapFiles.writeBlur(blurred.blurMap(), file);
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

  /** NYUv2's file form: 1 to 40, and 0 for unlabelled. */
  private static LabelMap fromOne(LabelMap labels) {
    byte[] stored = labels.classes().clone();
    for (int i = 0; i < stored.length; i++) {
      stored[i]++;
    }
    return new LabelMap(labels.width(), labels.height(), stored);
  }

  private Path file(String folder) {
    return Folders.made(output.resolve(folder)).resolve(original.name() + ".png");
  }

  private void record(Path file) {
    String path = output.relativize(file).toString().replace('\\', '/');
    files.put(path, Folders.checksum(file));
  }
}
