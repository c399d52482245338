package dev.clearer.net.zssr;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.BlurKernel;
import dev.clearer.image.Image;
import dev.clearer.image.Resize;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/**
 * ZSSR as a whole: enlarges a picture after learning on it, in minutes on a processor. Enlargements
 * over 2 are made in two runs, the second of which starts with the weights of the first: of
 * pictures told a kernel as KernelGAN does it, of others so that the second also learns from the
 * first's result. The same picture, settings and seed give the same result on one machine.
 */
public final class Zssr {
  /** Iterations a run has at most; it mostly ends earlier. */
  public static final int ITERATIONS = 3000;

  private static final double PHOTOGRAPH_NOISE = 0.0125;
  private static final int SMALLEST = 16;

  private final Image picture;
  private final Settings settings;
  private final SplittableRandom random;
  private final ZssrNetwork network;
  private final Fathers fathers;

  /**
   * How it learns and finishes.
   *
   * @param augmentation how crops are changed
   * @param weighted whether errors count more where the picture has edges
   * @param ensemble whether the result is the median of eight mirrored and turned views
   * @param backProjections how often each view, and then the result, is corrected
   * @param noise deviation of the noise on down-scaled crops, in [0, 1]: for noisy photographs
   * @param iterations at most, of each run
   */
  public record Settings(
      Augmentation augmentation,
      boolean weighted,
      boolean ensemble,
      int backProjections,
      double noise,
      int iterations) {
    /** ZSSR's own, for pictures that were down-scaled by cubic interpolation. */
    public static final Settings CUBIC =
        new Settings(Augmentation.ORIGINAL, false, true, 10, 0, ITERATIONS);

    /** Those of ZSSR with KernelGAN, for pictures whose kernel is known. */
    public static final Settings KERNEL =
        new Settings(Augmentation.NONE, true, false, 2, 0, ITERATIONS);

    /** Checks the ranges. */
    public Settings {
      boolean counts = backProjections >= 0 && backProjections <= 100;
      if (!counts || !(noise >= 0 && noise <= 1) || iterations < 1 || iterations > 100_000) {
        throw new InputException(
            "ZSSR takes 0 to 100 back-projections, noise of 0 to 1 and 1 to 100000 iterations.");
      }
    }

    /** The same for a photograph: noise on the crops, and no correction at the end. */
    public Settings forPhotograph() {
      return new Settings(augmentation, weighted, ensemble, 0, PHOTOGRAPH_NOISE, iterations);
    }

    /** The same with another limit. */
    public Settings withIterations(int most) {
      return new Settings(augmentation, weighted, ensemble, backProjections, noise, most);
    }
  }

  private Zssr(Image picture, Settings settings, long seed) {
    this.picture = picture;
    this.settings = settings;
    random = new SplittableRandom(seed);
    network = new ZssrNetwork();
    network.initialise(random);
    fathers = new Fathers(picture, settings.augmentation, settings.weighted, random);
  }

  /**
   * Enlarges {@code picture}; call it outside any scope.
   *
   * @param picture grey or in colour, in [0, 1]
   * @param scale 2 to 4
   * @param kernels the kernels of enlargements, at least that of {@code scale}; empty for cubic
   *     down-scaling. One for 2 beside that of 4 gives the second run its start
   * @param progress may stop it
   * @return in [0, 1], with as many channels as {@code picture}
   * @throws InputException if the picture is too small or the kernel of {@code scale} is missing
   */
  public static Image enlarge(
      Image picture,
      int scale,
      Map<Integer, BlurKernel> kernels,
      Settings settings,
      long seed,
      Progress progress) {
    requireValid(picture, scale, kernels);
    boolean grey = picture.channels() == 1;
    Image colour =
        grey
            ? Image.of(
                picture.width(),
                picture.height(),
                picture.plane(0),
                picture.plane(0),
                picture.plane(0))
            : picture;
    Image result = new Zssr(colour, settings, seed).run(stages(scale, kernels), progress);
    return grey ? mean(result) : result;
  }

  private static void requireValid(Image picture, int scale, Map<Integer, BlurKernel> kernels) {
    if (scale < 2 || scale > 4) {
      throw new InputException("ZSSR enlarges 2, 3 or 4 times, not %d times.".formatted(scale));
    }
    if (picture.width() < SMALLEST || picture.height() < SMALLEST) {
      throw new InputException(
          "ZSSR needs at least %d pixels a side to learn from; the picture has %dx%d."
              .formatted(SMALLEST, picture.width(), picture.height()));
    }
    if (!kernels.isEmpty() && !kernels.containsKey(scale)) {
      throw new InputException(
          "ZSSR needs the kernel for x%d, and knows only those for %s."
              .formatted(scale, kernels.keySet()));
    }
  }

  private static List<Downscaling> stages(int scale, Map<Integer, BlurKernel> kernels) {
    List<Downscaling> stages = new ArrayList<>();
    boolean first = kernels.isEmpty() || kernels.containsKey(2);
    if (scale > 2 && first) {
      stages.add(new Downscaling(2, kernels.get(2)));
    }
    stages.add(new Downscaling(scale, kernels.get(scale)));
    return stages;
  }

  private static Image mean(Image colour) {
    float[] mean = new float[colour.width() * colour.height()];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (colour.plane(0)[i] + colour.plane(1)[i] + colour.plane(2)[i]) / 3;
    }
    return Image.of(colour.width(), colour.height(), mean);
  }

  private Image run(List<Downscaling> stages, Progress progress) {
    Image result = picture;
    for (int i = 0; i < stages.size(); i++) {
      Downscaling stage = stages.get(i);
      double share = 1.0 / stages.size();
      learn(stage, progress.part(i * share, (i + 1) * share));
      boolean needed = i == stages.size() - 1 || !stage.hasKernel();
      if (needed) {
        result = finished(stage);
        fathers.add(stage.scale(), result);
      }
    }
    progress.report(1);
    return result;
  }

  private void learn(Downscaling downscaling, Progress progress) {
    ZssrTraining training = new ZssrTraining(network);
    LearningRate rate = new LearningRate();
    for (int i = 0; i < settings.iterations && !rate.isOver(); i++) {
      progress.report((double) i / settings.iterations);
      if (i % LearningRate.MEASURED_EVERY == 0) {
        rate.measured(i, ownError(downscaling));
      }
      step(training, downscaling, rate.rate());
      rate.after(i);
    }
  }

  private void step(ZssrTraining training, Downscaling downscaling, double rate) {
    Father father = fathers.next(downscaling.scale());
    int size = father.picture().width();
    Image son = noisy(downscaling.apply(father.picture())).clamped();
    Image enlarged = Resize.bicubic(son, size, size);
    Scope.run(
        () -> {
          Tensor weight = Tensors.of(father.weight());
          training.step(Tensors.of(enlarged), Tensors.of(father.picture()), weight, rate);
        });
  }

  private Image noisy(Image son) {
    if (settings.noise == 0) {
      return son;
    }
    float[][] planes = new float[son.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = son.plane(c).clone();
      for (int i = 0; i < planes[c].length; i++) {
        planes[c][i] += (float) (settings.noise * random.nextGaussian());
      }
    }
    return Image.of(son.width(), son.height(), planes);
  }

  /** The mean squared error of the picture restored from its own down-scaled copy. */
  private double ownError(Downscaling downscaling) {
    int scale = downscaling.scale();
    Image whole =
        picture.crop(0, 0, picture.width() / scale * scale, picture.height() / scale * scale);
    Image small = downscaling.apply(whole).clamped();
    Image restored =
        TiledPass.of(network, Resize.bicubic(small, whole.width(), whole.height())).clamped();
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      float[] truth = whole.plane(c);
      float[] own = restored.plane(c);
      for (int i = 0; i < truth.length; i++) {
        sum += (truth[i] - own[i]) * (truth[i] - own[i]);
      }
    }
    return sum / (3.0 * whole.width() * whole.height());
  }

  private Image finished(Downscaling downscaling) {
    int scale = downscaling.scale();
    Image enlarged = Resize.bicubic(picture, picture.width() * scale, picture.height() * scale);
    List<View> views = settings.ensemble ? View.ALL : View.ALL.subList(0, 1);
    List<Image> results = new ArrayList<>();
    for (View view : views) {
      Image seen = view.undone(TiledPass.of(network, view.of(enlarged)));
      results.add(corrected(seen, downscaling));
    }
    Image result = results.size() == 1 ? results.get(0) : median(results);
    return corrected(result, downscaling);
  }

  private Image corrected(Image enlarged, Downscaling downscaling) {
    return BackProjection.of(enlarged, picture, downscaling, settings.backProjections);
  }

  private static Image median(List<Image> pictures) {
    Image first = pictures.get(0);
    float[][] planes = new float[3][first.width() * first.height()];
    float[] values = new float[pictures.size()];
    for (int c = 0; c < planes.length; c++) {
      for (int i = 0; i < planes[c].length; i++) {
        for (int p = 0; p < values.length; p++) {
          values[p] = pictures.get(p).plane(c)[i];
        }
        Arrays.sort(values);
        planes[c][i] = (values[values.length / 2 - 1] + values[values.length / 2]) / 2;
      }
    }
    return Image.of(first.width(), first.height(), planes);
  }
}
