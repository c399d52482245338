package dev.clearer.train;

import dev.clearer.data.Sample;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.measure.Quality;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Quality measures of estimates; NaN for what a stage does not estimate.
 *
 * @param psnr PSNR of Y in dB, without 4 pixels at each side
 * @param ssim SSIM of Y, likewise
 * @param blurError mean absolute error of sigma in pixels of the sharp picture
 * @param blurRank Spearman's correlation of estimated and true sigma; NaN if the true sigma is
 *     constant
 * @param meanIou mean intersection over union of the classes, without unlabelled pixels
 */
public record Score(double psnr, double ssim, double blurError, double blurRank, double meanIou) {
  private static final int BORDER = 4;

  /** The score of one picture without {@link #meanIou}, which is defined for many pictures only. */
  static Score of(Sample sample, Estimate estimate) {
    Image picture = estimate.picture();
    BlurMap truth = sample.blurMap();
    PixelMap estimated = estimate.maps().get(MapKind.BLUR);
    BlurMap blurMap = estimated == null ? null : estimated.blurMap();
    return new Score(
        picture == null ? Double.NaN : Quality.psnrY(sample.sharp(), picture, BORDER),
        picture == null ? Double.NaN : Quality.ssimY(sample.sharp(), picture, BORDER),
        blurMap == null ? Double.NaN : Quality.maeBlur(truth, blurMap),
        blurMap == null ? Double.NaN : Quality.spearmanBlur(truth, blurMap),
        Double.NaN);
  }

  /** The mean of every measure over the scores that have it. */
  static Score mean(List<Score> scores) {
    return new Score(
        mean(scores, Score::psnr),
        mean(scores, Score::ssim),
        mean(scores, Score::blurError),
        mean(scores, Score::blurRank),
        mean(scores, Score::meanIou));
  }

  private static double mean(List<Score> scores, ToDoubleFunction<Score> measure) {
    return scores.stream()
        .mapToDouble(measure)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  /** Mean IoU minus the error of sigma in pixels; only the negative error without labels. */
  double ofMaps() {
    return (Double.isNaN(meanIou) ? 0 : meanIou) - blurError;
  }

  Score withMeanIou(double newMeanIou) {
    return new Score(psnr, ssim, blurError, blurRank, newMeanIou);
  }

  /** The measures by their names in logs. */
  Map<String, Double> byName() {
    Map<String, Double> named = new LinkedHashMap<>();
    named.put("psnr_y", psnr);
    named.put("ssim_y", ssim);
    named.put("blur_mae", blurError);
    named.put("blur_spearman", blurRank);
    named.put("mean_iou", meanIou);
    return named;
  }
}
