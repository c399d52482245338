package dev.clearer.evaluate;

import dev.clearer.data.TestPicture;
import dev.clearer.data.TestSet;
import dev.clearer.image.BlurMap;
import dev.clearer.image.BlurRanks;
import dev.clearer.image.ConfusionMatrix;
import dev.clearer.image.LabelMap;
import dev.clearer.image.Quality;
import dev.clearer.infer.Result;
import dev.clearer.tensor.PeakMemory;
import org.jspecify.annotations.Nullable;

/**
 * How well and how fast a method restored one picture. Values that a method does not have are NaN.
 *
 * @param psnr PSNR of Y in dB
 * @param ssim SSIM of Y
 * @param blur quality of the estimated blur
 * @param bands squared errors by true blur
 * @param semantics confusion matrix of the classes; null without estimate or truth
 * @param seconds wall-clock time from picture to result and maps
 * @param peakBytes peak physical memory of the whole process meanwhile
 */
record Measurement(
    double psnr,
    double ssim,
    Blur blur,
    BandErrors bands,
    @Nullable ConfusionMatrix semantics,
    double seconds,
    double peakBytes) {

  /**
   * Estimated against true blur.
   *
   * @param error mean absolute error of sigma in pixels
   * @param psnr in dB, after division by (kernel size - 1) / 4
   * @param ssim after the same division
   * @param rank Spearman's rank correlation; NaN if the true sigma is constant
   * @param ranks the data behind it, to be merged with that of other pictures
   */
  record Blur(double error, double psnr, double ssim, double rank, BlurRanks ranks) {
    static final Blur NONE =
        new Blur(Double.NaN, Double.NaN, Double.NaN, Double.NaN, new BlurRanks());

    static Blur of(BlurMap truth, @Nullable BlurMap estimate, int kernelSize) {
      return estimate == null
          ? NONE
          : new Blur(
              Quality.maeBlur(truth, estimate),
              Quality.psnrBlur(truth, estimate, kernelSize),
              Quality.ssimBlur(truth, estimate, kernelSize),
              Quality.spearmanBlur(truth, estimate),
              BlurRanks.of(truth, estimate));
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
        Blur.of(picture.blurMap(), restored.blurMap(), conventions.kernelSize()),
        BandErrors.of(picture.sharp(), restored.picture(), picture.blurMap(), border),
        semantics(
            conventions.fit(method.classes()) ? picture.labels() : null,
            restored.labels(),
            method.classes()),
        method.computes() ? seconds : Double.NaN,
        method.computes() ? peak : Double.NaN);
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
