package dev.clearer.net.kernelgan;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.BlurKernel;
import dev.clearer.image.Image;
import dev.clearer.image.Resize;
import dev.clearer.net.block.RandomTensors;
import dev.clearer.tensor.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Finds the kernel of one picture: KernelGAN as a whole. The same picture, settings and seed give
 * the same kernel on one machine; other seeds give somewhat other ones, which is why published
 * numbers are means over five runs.
 *
 * <p>One fault of the reference is avoided: it adds the noise of the discriminator's crops to the
 * picture itself, where it piles up (on a picture of 128x96, to a deviation of 13/255 after 3,000
 * iterations). Ours is added to a copy of the crop.
 */
public final class KernelGan {
  /** Iterations of the reference. */
  public static final int ITERATIONS = 3000;

  private static final int GENERATOR_CROP = 64;
  private static final int DISCRIMINATOR_CROP = 26;
  private static final double RATE = 2e-4;
  private static final int RATE_FALLS_EVERY = 750;
  private static final double NOISE = 1.0 / 255;

  private final Image picture;
  private final Settings settings;
  private final SplittableRandom random;

  /**
   * How it runs.
   *
   * @param iterations 3,000 in the reference
   * @param margin pixels that are cut off every side first: 10 in the reference, which guards
   *     against the borders of synthetic pictures; 0 for photographs
   */
  public record Settings(int iterations, int margin) {
    /** The reference's settings for photographs. */
    public static final Settings PHOTOGRAPH = new Settings(ITERATIONS, 0);

    /** The reference's settings for pictures that were down-scaled by a program. */
    public static final Settings SYNTHETIC = new Settings(ITERATIONS, 10);

    /** Checks the ranges. */
    public Settings {
      if (iterations < 1 || iterations > 100_000 || margin < 0 || margin > 1000) {
        throw new InputException(
            "KernelGAN runs 1 to 100000 iterations with a margin of 0 to 1000, not %d and %d."
                .formatted(iterations, margin));
      }
    }
  }

  /**
   * The kernels that were found, centred, in pixels of the enlarged picture.
   *
   * @param half for x2, usually 17x17
   * @param quarter for x4, usually 33x33: what two such halvings amount to
   */
  public record Kernels(BlurKernel half, BlurKernel quarter) {}

  private KernelGan(Image picture, Settings settings, long seed) {
    this.picture = picture;
    this.settings = settings;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Learns the kernel of {@code picture}; call it outside any scope. With 3,000 iterations it takes
   * minutes on a processor.
   *
   * @param picture grey or in colour, in [0, 1]
   * @param progress may stop it
   * @throws InputException if the picture is too small or flat
   */
  public static Kernels find(Image picture, Settings settings, long seed, Progress progress) {
    return new KernelGan(prepared(picture, settings.margin), settings, seed).run(progress);
  }

  /** In colour, without the margin, of even size. */
  private static Image prepared(Image picture, int margin) {
    int width = (picture.width() - 2 * margin) & ~1;
    int height = (picture.height() - 2 * margin) & ~1;
    int least = GENERATOR_CROP + 2;
    if (width < least || height < least) {
      throw new InputException(
          "KernelGAN needs at least %d pixels a side; the picture has %dx%d."
              .formatted(least + 2 * margin, picture.width(), picture.height()));
    }
    Image cut = picture.crop(margin, margin, width, height);
    return cut.channels() == 3
        ? cut
        : Image.of(width, height, cut.plane(0), cut.plane(0), cut.plane(0));
  }

  private Kernels run(Progress progress) {
    Generator generator = new Generator();
    generator.initialise(random);
    Discriminator discriminator = new Discriminator();
    discriminator.initialise(random);
    AdversarialTraining training = new AdversarialTraining(generator, discriminator);
    ConstraintSchedule schedule = new ConstraintSchedule();
    CropDraw large = generatorCrops();
    CropDraw small = discriminatorCrops();
    for (int i = 0; i < settings.iterations; i++) {
      progress.report((double) i / settings.iterations);
      AdversarialTraining.Crops crops =
          new AdversarialTraining.Crops(
              crop(large.next(random)),
              crop(small.next(random)).add_(noise(2 * NOISE)),
              noise(NOISE));
      AdversarialTraining.Losses losses = training.iterate(crops, schedule.lambdas(), rate(i));
      schedule.after(i, losses.bicubic());
    }
    progress.report(1);
    BlurKernel half = KernelFinish.half(training.kernel());
    return new Kernels(half, KernelFinish.quarter(half));
  }

  /** Both learn ten times slower after iterations 750, 1500 and 2250. */
  static double rate(int iteration) {
    int falls = Math.floorDiv(Math.max(0, iteration - 1), RATE_FALLS_EVERY);
    return RATE * Math.pow(0.1, falls);
  }

  /** Crops where the picture, shrunk to half, has edges. */
  private CropDraw generatorCrops() {
    Image half = Resize.bicubic(picture, 0.5);
    double[] map = doubled(GradientMap.of(half), half.width(), half.height());
    return new CropDraw(map, picture.width(), picture.height(), GENERATOR_CROP);
  }

  private CropDraw discriminatorCrops() {
    double[] map = GradientMap.of(picture);
    if (Arrays.stream(map).max().orElse(0) == 0) {
      throw new InputException(
          "The picture has no edges, from which KernelGAN could learn its blur: name another"
              + " estimator or tell the blur.");
    }
    return new CropDraw(map, picture.width(), picture.height(), DISCRIMINATOR_CROP);
  }

  /** Every value twice in both directions. */
  static double[] doubled(double[] map, int width, int height) {
    double[] doubled = new double[4 * map.length];
    for (int y = 0; y < 2 * height; y++) {
      for (int x = 0; x < 2 * width; x++) {
        doubled[y * 2 * width + x] = map[y / 2 * width + x / 2];
      }
    }
    return doubled;
  }

  /** A copy of the crop, from [0, 1] to [-1, 1]: (1, 3, size, size). */
  private Tensor crop(CropDraw.Crop crop) {
    Image cut = picture.crop(crop.x(), crop.y(), crop.size(), crop.size());
    return Tensors.of(cut).mul_(new Scalar(2)).sub_(new Scalar(1));
  }

  private Tensor noise(double deviation) {
    return RandomTensors.of(
        () -> deviation * random.nextGaussian(), 1, 3, DISCRIMINATOR_CROP, DISCRIMINATOR_CROP);
  }
}
