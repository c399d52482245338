package dev.clearer.evaluate;

import dev.clearer.data.TestPicture;
import dev.clearer.data.TestSet;
import dev.clearer.image.BlurMap;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.infer.Result;
import dev.clearer.measure.BlurRanks;
import dev.clearer.measure.ConfusionMatrix;
import dev.clearer.measure.Niqe;
import dev.clearer.measure.Quality;
import dev.clearer.tensor.PeakMemory;
import org.jspecify.annotations.Nullable;

/**
 * How well and how fast a method restored one picture. What it does not do is not a number.
 *
 * @param psnr of Y in dB
 * @param ssim of Y
 * @param niqe quality without reference, lower is better; not a number for small pictures
 * @param blur how well the blur was estimated
 * @param bands squared errors by true blur
 * @param noise mean absolute error of the estimated level of noise, in levels of 0 to 255
 * @param semantics which class was taken for which; null without estimate or truth
 * @param seconds of the clock, from picture to picture and maps
 * @param peakBytes the most physical memory that the whole process held meanwhile
 */
record Measurement(
    double psnr,
    double ssim,
    double niqe,
    Blur blur,
    BandErrors bands,
    double noise,
    @Nullable ConfusionMatrix semantics,
    double seconds,
    double peakBytes) {
  private static final Niqe NIQE = Niqe.standard();

  /**
   * Estimated against true blur.
   *
   * @param error mean absolute error of sigma in pixels
   * @param jumps the same within 8 pixels of a jump of the true sigma by over 0.3 pixels; not a
   *     number where it has none
   * @param psnr in dB, after division by (kernel size - 1) / 4
   * @param ssim after the same division
   * @param rank Spearman's correlation; not a number where the truth is one sigma
   * @param ranks the same, to be put together with other pictures'
   * @param calibration of the uncertainty; empty where none is estimated
   */
  record Blur(
      double error,
      double jumps,
      double psnr,
      double ssim,
      double rank,
      BlurRanks ranks,
      Calibration calibration) {
    static Blur none() {
      return new Blur(
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          new BlurRanks(),
          new Calibration());
    }

    static Blur of(@Nullable BlurMap truth, Result restored, int kernelSize) {
      BlurMap estimate = restored.blurMap();
      if (truth == null || estimate == null) {
        return none();
      }
      PixelMap uncertainty = restored.map(MapKind.UNCERTAINTY);
      return new Blur(
          Quality.maeBlur(truth, estimate),
          Jumps.error(truth, estimate, Jumps.near(truth)),
          Quality.psnrBlur(truth, estimate, kernelSize),
          Quality.ssimBlur(truth, estimate, kernelSize),
          Quality.spearmanBlur(truth, estimate),
          BlurRanks.of(truth, estimate),
          uncertainty == null
              ? new Calibration()
              : Calibration.of(truth, estimate, uncertainty.values()));
    }
  }

  static Measurement of(
      Method method, TestSet.Group group, TestPicture picture, Conventions conventions) {
    PeakMemory.forget();
    long start = System.nanoTime();
    Result restored = method.restore(group, picture);
    double seconds = (System.nanoTime() - start) / 1e9;
    double peak = PeakMemory.bytes().stream().asDoubleStream().findFirst().orElse(Double.NaN);
    int border = conventions.border();
    return new Measurement(
        Quality.psnrY(picture.sharp(), restored.picture(), border),
        Quality.ssimY(picture.sharp(), restored.picture(), border),
        NIQE.of(restored.picture()),
        Blur.of(picture.blurMap(), restored, conventions.kernelSize()),
        picture.blurMap() == null
            ? new BandErrors()
            : BandErrors.of(picture.sharp(), restored.picture(), picture.blurMap(), border),
        noise(picture, restored),
        semantics(
            conventions.fit(method.classes()) ? picture.labels() : null,
            restored.labels(),
            method.classes()),
        method.computes() ? seconds : Double.NaN,
        method.computes() ? peak : Double.NaN);
  }

  private static double noise(TestPicture picture, Result restored) {
    PixelMap estimate = restored.estimated().get(MapKind.NOISE);
    return estimate == null ? Double.NaN : Math.abs(estimate.mean() - 255 * picture.noise());
  }

  private static @Nullable ConfusionMatrix semantics(
      @Nullable LabelMap truth, @Nullable LabelMap estimate, int classes) {
    if (truth == null || estimate == null) {
      return null;
    }
    ConfusionMatrix matrix = new ConfusionMatrix(classes);
    // As in training, classes that the method does not have are ignored.
    matrix.add(truth.below(classes), estimate);
    return matrix;
  }

  /** Mean intersection over union; NaN if nothing was counted. */
  double iou() {
    return semantics == null ? Double.NaN : semantics.meanIntersectionOverUnion();
  }
}
