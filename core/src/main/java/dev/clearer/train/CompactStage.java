package dev.clearer.train;

import dev.clearer.Progress;
import dev.clearer.data.Batch;
import dev.clearer.data.Sample;
import dev.clearer.infer.Models;
import dev.clearer.infer.Upscaler;
import dev.clearer.net.Compact;
import dev.clearer.net.CompactConfig;
import dev.clearer.tensor.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The compact network, estimator and restorer together, or one of them beside the other. Half of
 * the samples are restored by their true blur map and half by the estimated one: the restorer must
 * believe a map, and live with a wrong one; together, the estimator learns from the truth, and from
 * what its map makes of the picture.
 */
final class CompactStage implements Stage {
  private static final String ESTIMATOR = "estimator.";
  private static final String RESTORER = "restorer.";

  /** At a root mean square error of 1 / 15 the two losses of pictures pull equally. */
  private static final double L2_UNIT = 7.5;

  private static final double SPECTRUM_WEIGHT = 0.5;

  /** At the same error, so do L2 and PSNR. */
  private static final double PSNR_UNIT = 0.04;

  private static final long TILE_MEMORY = 1L << 30;

  private final Settings settings;
  private final Compact network;

  /** What of the network moves. */
  public enum Learning {
    /** Estimator and restorer, together. */
    BOTH,
    /** The estimator alone, from true maps; nothing is restored. */
    ESTIMATOR,
    /** The restorer alone, beside a frozen estimator. */
    RESTORER
  }

  /** How a restored picture is compared with the sharp one. */
  public enum PictureLoss {
    /** Mean absolute difference. */
    L1,
    /** Like L1, but smooth at zero. */
    CHARBONNIER,
    /** L1, and half of the mean absolute difference of the Fourier transforms. */
    L1_AND_SPECTRUM,
    /** Mean squared difference, which PSNR measures, times 7.5 to be about as large. */
    L2,
    /**
     * Minus PSNR, crop by crop, in units that make it move weights about as much: an error in a
     * crop that is restored well counts more than one in a crop that is not. Beyond 30 dB it hardly
     * grows.
     */
    PSNR
  }

  /**
   * The compact preset as an experiment describes it.
   *
   * @param network the sizes
   * @param initial name or file of the model, or folder of the finished run, that training begins
   *     with, which may have fewer blocks; empty: random weights
   * @param learns what of the network moves; what does not stays as {@code initial} has it
   * @param pictureLoss between restored and sharp picture, of weight 1
   * @param blurWeight of the mean absolute error of sigma in pixels
   * @param classWeight of the cross entropy of the classes
   * @param restoredSide side of the middle of every crop that is restored, in low-resolution
   *     pixels: the estimator needs surroundings, and the restorer takes most of the time
   */
  public record Settings(
      CompactConfig network,
      String initial,
      Learning learns,
      PictureLoss pictureLoss,
      double blurWeight,
      double classWeight,
      int restoredSide)
      implements StageSettings {
    /** Checks that a frozen estimator knows something. */
    public Settings {
      boolean told = network.restorer().prior() != CompactConfig.Prior.NONE;
      if (learns == Learning.RESTORER && told && initial.isEmpty()) {
        throw new IllegalArgumentException(
            "learns RESTORER needs initial, with the estimator that tells the restorer");
      }
    }

    @Override
    public Stage build() {
      return new CompactStage(this);
    }

    @Override
    public int scale() {
      return network.scale();
    }

    @Override
    public int classes() {
      return network.classes();
    }

    @Override
    public void requireFitting(int width, int height, int batch) {
      int multiple = 2 * network.estimator().window();
      if (width % multiple != 0 || height % multiple != 0) {
        throw new IllegalArgumentException(
            "the sides of data.crop must be multiples of twice stage.network.estimator.window, "
                + multiple);
      }
      if (restoredSide < 1 || restoredSide > Math.min(width, height)) {
        throw new IllegalArgumentException(
            "stage.restoredSide must be 1 to the shorter side of data.crop");
      }
    }
  }

  private CompactStage(Settings settings) {
    this.settings = settings;
    network = new Compact(settings.network);
    network.channelsLast();
  }

  @Override
  public Module network() {
    return network;
  }

  @Override
  public Map<String, Tensor> trained() {
    return switch (settings.learns) {
      case BOTH -> NetworkState.parameters(network);
      case ESTIMATOR -> NetworkState.parametersBut(network, RESTORER);
      case RESTORER -> NetworkState.parametersBut(network, ESTIMATOR);
    };
  }

  @Override
  public List<String> initialise() {
    String initial = settings.initial;
    if (initial.isEmpty()) {
      return List.of();
    }
    boolean run = Files.isDirectory(Path.of(initial));
    network.grow(run ? RunFolder.weights(initial) : Models.network(Models.read(initial)));
    return List.of("begins with the weights of " + initial);
  }

  /** The network estimates at low-resolution size. */
  @Override
  public Batch batch(List<Sample> samples) {
    return Batch.of(samples);
  }

  @Override
  public List<Term> losses(Batch batch, SplittableRandom random) {
    Tensor lowResolution = Tensors.channelsLast(batch.lowResolution());
    Tensor[] maps = estimate(lowResolution);
    List<Term> terms = new ArrayList<>();
    if (settings.learns != Learning.ESTIMATOR) {
      Tensor picture = restore(lowResolution, maps, batch.blur(), random);
      Tensor sharp = middle(batch.sharp(), settings.network.scale());
      terms.add(new Term("picture", 1, pictureLoss(picture, sharp)));
    }
    if (settings.learns != Learning.RESTORER) {
      terms.add(new Term("blur", settings.blurWeight, Losses.l1(maps[0], batch.blur())));
      terms.add(Term.ofClasses("classes", settings.classWeight, maps[1], batch.labels()));
    }
    return terms;
  }

  /** Both maps; no gradient reaches the estimator where it is frozen. */
  private Tensor[] estimate(Tensor lowResolution) {
    if (settings.learns != Learning.RESTORER) {
      return network.estimate(lowResolution);
    }
    try (NoGradGuard guard = new NoGradGuard()) {
      return network.estimate(lowResolution);
    }
  }

  /** The middle of each crop, restored by the true blur or the estimated one. */
  private Tensor restore(
      Tensor lowResolution, Tensor[] maps, Tensor blur, SplittableRandom random) {
    Tensor told = told((int) blur.size(0), random).to(blur.device(), blur.scalar_type());
    Tensor sigma = maps[0].add(blur.sub(maps[0]).mul(told));
    return network.restore(middle(lowResolution, 1), middle(sigma, 1), middle(maps[1], 1));
  }

  /** The part that is restored of a crop, or of its counterpart {@code scale} times larger. */
  private Tensor middle(Tensor crop, int scale) {
    long side = (long) settings.restoredSide * scale;
    return crop.narrow(2, (crop.size(2) / scale - settings.restoredSide) / 2 * scale, side)
        .narrow(3, (crop.size(3) / scale - settings.restoredSide) / 2 * scale, side);
  }

  /** 1 for the samples that are told their true blur, 0 for the others: (N, 1, 1, 1). */
  private static Tensor told(int count, SplittableRandom random) {
    float[] told = new float[count];
    for (int i = 0; i < count; i++) {
      told[i] = random.nextInt(2);
    }
    return Tensors.of(told, count, 1, 1, 1);
  }

  @Override
  public void skip(int samples, SplittableRandom random) {
    for (int i = 0; i < samples; i++) {
      random.nextInt(2);
    }
  }

  private Tensor pictureLoss(Tensor picture, Tensor sharp) {
    return switch (settings.pictureLoss) {
      case L1 -> Losses.l1(picture, sharp);
      case CHARBONNIER -> Losses.charbonnier(picture, sharp);
      case L1_AND_SPECTRUM ->
          Losses.l1(picture, sharp)
              .add(Losses.spectrum(picture, sharp).mul(new Scalar(SPECTRUM_WEIGHT)));
      case L2 -> torch.mse_loss(picture, sharp).mul(new Scalar(L2_UNIT));
      case PSNR -> Losses.psnr(picture, sharp).mul(new Scalar(PSNR_UNIT));
    };
  }

  /** That of stage 1 where the estimator alone learns, since it does not learn for the picture. */
  @Override
  public double score(Score mean) {
    return settings.learns == Learning.ESTIMATOR ? mean.ofMaps() : mean.psnr();
  }

  /** As users get it, tile by tile. */
  @Override
  public Estimate estimate(Sample sample, Machine machine) {
    Upscaler upscaler =
        Upscaler.of(
            network,
            new Upscaler.Settings(
                settings.network.scale(), machine.precision(), TILE_MEMORY, machine.processor()));
    Upscaler.Result result = upscaler.upscale(sample.lowResolution(), Progress.NONE);
    return new Estimate(result.picture(), result.blurMap(), result.labels());
  }
}
