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
 * Quality, time and memory of a method for one picture. Values that do not apply are NaN.
 *
 * @param psnr PSNR-Y in dB
 * @param ssim SSIM-Y
 * @param niqe no-reference quality, lower is better; NaN for small pictures
 * @param blur quality of the estimated blur
 * @param bands squared errors by true blur
 * @param noise mean absolute error of the estimated noise level, in levels of 0 to 255
 * @param semantics confusion matrix of the classes; null without estimate or truth
 * @param seconds wall-clock time from the input picture to the result and its maps
 * @param peakBytes peak physical memory of the process during that time
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
   * Comparison of estimated and true blur.
   *
   * @param error mean absolute error of sigma in pixels
   * @param jumps the same within 8 pixels of a jump of the true sigma by more than 0.3 pixels; NaN
   *     if there are no jumps
   * @param psnr PSNR in dB, after division by (kernel size - 1) / 4
   * @param ssim SSIM, after the same division
   * @param rank Spearman's correlation; NaN if the true blur is uniform
   * @param ranks counts for Spearman's correlation over several pictures
   * @param calibration of the uncertainty; empty if none is estimated
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
          BlurJumps.error(truth, estimate, BlurJumps.near(truth)),
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
      Method method, TestSet.Group group, TestPicture picture, MeasureSettings settings) {
    PeakMemory.forget();
    long start = System.nanoTime();
    Result restored = method.restore(group, picture);
    double seconds = (System.nanoTime() - start) / 1e9;
    double peak = PeakMemory.bytes().stream().asDoubleStream().findFirst().orElse(Double.NaN);
    int border = settings.border();
    return new Measurement(
        Quality.psnrY(picture.sharp(), restored.picture(), border),
        Quality.ssimY(picture.sharp(), restored.picture(), border),
        NIQE.of(restored.picture()),
        Blur.of(picture.blurMap(), restored, settings.kernelSize()),
        picture.blurMap() == null
            ? new BandErrors()
            : BandErrors.of(picture.sharp(), restored.picture(), picture.blurMap(), border),
        noise(picture, restored),
        semantics(
            settings.areComparable(method.classes()) ? picture.labels() : null,
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
