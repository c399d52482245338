package dev.clearer.net.zssr;

import dev.clearer.image.Image;
import dev.clearer.net.kernel.BoxSums;
import dev.clearer.net.kernel.Gradients;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Draws crops of the picture, and of the enlargements that were finished before, to learn from.
 *
 * <p>Crops are never larger than the picture (the reference pads smaller ones with black).
 */
final class Fathers {
  private static final int LARGEST = 128;
  private static final int BOX = 5;
  private static final int RIM = 3;

  private final TreeMap<Double, Image> sources = new TreeMap<>();
  private final Augmentation augmentation;
  private final Image weights;
  private final SplittableRandom random;

  /**
   * Crops of {@code picture} at first.
   *
   * @param weighted whether errors count more where the picture has edges
   */
  Fathers(Image picture, Augmentation augmentation, boolean weighted, SplittableRandom random) {
    this.augmentation = augmentation;
    this.random = random;
    sources.put(1.0, picture);
    weights = weighted ? edges(picture) : ones(picture.width(), picture.height());
  }

  /** Lets crops also come from the picture enlarged by {@code scale}. */
  void add(int scale, Image enlarged) {
    sources.put((double) scale, enlarged);
  }

  /** The next crop, whose side is a multiple of {@code scale}. */
  Father next(int scale) {
    Image picture = sources.firstEntry().getValue();
    int most = Math.min(LARGEST, Math.min(picture.width(), picture.height()));
    int size = most / scale * scale;
    double draw = random.nextDouble();
    if (draw < augmentation.asIs()) {
      return cut(picture, size);
    } else if (draw < augmentation.asIs() + augmentation.flips()) {
      Father father = cut(picture, size);
      View view = View.ALL.get(random.nextInt(View.ALL.size()));
      return new Father(view.of(father.picture()), view.of(father.weight()));
    }
    return warped(size);
  }

  private Father cut(Image picture, int size) {
    int x = random.nextInt(picture.width() - size + 1);
    int y = random.nextInt(picture.height() - size + 1);
    return new Father(picture.crop(x, y, size, size), weights.crop(x, y, size, size));
  }

  /** From the smallest picture that is at least as large as the drawn scale wants. */
  private Father warped(int size) {
    double scale = even(augmentation.leastScale(), sources.lastKey());
    var source = sources.ceilingEntry(scale);
    Image picture = (source == null ? sources.lastEntry() : source).getValue();
    double relative = scale / (source == null ? sources.lastKey() : source.getKey());
    double difference = augmentation.difference() * random.nextGaussian();
    double mirror = random.nextBoolean() ? 1 : -1;
    AffineWarp warp =
        AffineWarp.of(
            mirror * Math.max(0.1, relative + difference / 2),
            Math.max(0.1, relative - difference / 2),
            augmentation.shear() * random.nextGaussian(),
            2 * Math.PI * random.nextDouble());
    double width = relative * picture.width();
    double height = relative * picture.height();
    double left = even(0, Math.max(0, width - size));
    double top = even(0, Math.max(0, height - size));
    return new Father(warp.square(picture, left, top, size, width, height), ones(size, size));
  }

  private double even(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  private static Image ones(int width, int height) {
    float[] ones = new float[width * height];
    Arrays.fill(ones, 1);
    return Image.of(width, height, ones);
  }

  /** The strength of gradients, summed over 5x5 pixels, nothing at the border, mean 1. */
  private static Image edges(Image picture) {
    int width = picture.width();
    int height = picture.height();
    double[] map = new BoxSums(Gradients.of(picture).magnitude(), width, height).means(BOX);
    double sum = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean rim = y < RIM || x < RIM || y >= height - RIM || x >= width - RIM;
        map[y * width + x] *= rim ? 0 : 1;
        sum += map[y * width + x];
      }
    }
    if (sum == 0) {
      return ones(width, height);
    }
    float[] weights = new float[map.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (map[i] * map.length / sum);
    }
    return Image.of(width, height, weights);
  }
}
