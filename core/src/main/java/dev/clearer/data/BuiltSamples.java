package dev.clearer.data;

import dev.clearer.InputException;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Crops of the pairs of a built dataset. */
public final class BuiltSamples implements SampleSource {
  private final List<BuiltSet.Pair> pairs;
  private final LabelForm form;
  private final CropShape shape;

  /**
   * Crops of {@code shape}; all pairs are equally likely.
   *
   * @param form how the label files number the classes
   */
  public BuiltSamples(List<BuiltSet.Pair> pairs, LabelForm form, CropShape shape) {
    this.pairs = List.copyOf(pairs);
    this.form = form;
    this.shape = shape;
  }

  @Override
  public Sample draw(SplittableRandom random, int scale) {
    BuiltSet.Pair pair = pairs.get(random.nextInt(pairs.size()));
    double zoom = shape.drawZoom(random);
    int width = shape.widthBefore(zoom);
    int height = shape.heightBefore(zoom);
    Image low = Pairs.rgb(pair.lowResolution());
    if (low.width() < width || low.height() < height) {
      throw new InputException(
          "%s is %dx%d, too small for crops of %dx%d: build the set with larger ones."
              .formatted(pair.lowResolution(), low.width(), low.height(), width, height));
    }
    int x = random.nextInt(low.width() - width + 1);
    int y = random.nextInt(low.height() - height + 1);
    int s = pair.scale();
    Sample sample =
        new Sample(
            low.crop(x, y, width, height),
            sharp(pair, low).crop(x * s, y * s, width * s, height * s),
            blurMap(pair, low).crop(x * s, y * s, width * s, height * s),
            labels(pair, low).crop(x * s, y * s, width * s, height * s),
            Double.NaN);
    return Zoom.to(sample, shape.width(), shape.height());
  }

  static Image sharp(BuiltSet.Pair pair, Image low) {
    Image sharp = Pairs.rgb(pair.sharp());
    requireSize(pair.sharp(), sharp.width(), sharp.height(), pair, low);
    return sharp;
  }

  static BlurMap blurMap(BuiltSet.Pair pair, Image low) {
    BlurMap map = MapFiles.readBlur(pair.blurMap());
    requireSize(pair.blurMap(), map.width(), map.height(), pair, low);
    return map;
  }

  private LabelMap labels(BuiltSet.Pair pair, Image low) {
    @Nullable Path file = pair.labels();
    return file == null
        ? LabelMap.unknown(low.width() * pair.scale(), low.height() * pair.scale())
        : labels(pair, file, form, low);
  }

  /** Scales the labels to the size of the sharp picture. */
  static LabelMap labels(BuiltSet.Pair pair, Path file, LabelForm form, Image low) {
    LabelMap map = form.read(file);
    requireSize(file, map.width(), map.height(), pair, low);
    return map;
  }

  private static void requireSize(Path file, int width, int height, BuiltSet.Pair pair, Image low) {
    if (width != low.width() * pair.scale() || height != low.height() * pair.scale()) {
      throw new InputException(
          "%s is %dx%d, which does not fit %s: check the set with clearer dataset check."
              .formatted(file, width, height, pair.lowResolution()));
    }
  }
}
