package dev.clearer.service;

import dev.clearer.Progress;
import dev.clearer.data.Sample;
import dev.clearer.data.ValidationSet;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.Quality;
import dev.clearer.image.Resize;
import dev.clearer.infer.Upscaler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a method made of a sample.
 *
 * @param psnr of Y in dB, border of {@link #BORDER} pixels left out
 * @param ssim of Y, likewise
 * @param blurError mean absolute error of sigma in pixels; not a number where no map is estimated
 * @param blurRank Spearman's correlation of estimated and true sigma; not a number for one sigma
 */
record Measurement(double psnr, double ssim, double blurError, double blurRank) {
  /** Pixels left out on every side. */
  static final int BORDER = 4;

  static Measurement of(Sample sample, Image picture) {
    return new Measurement(
        Quality.psnrY(sample.sharp(), picture, BORDER),
        Quality.ssimY(sample.sharp(), picture, BORDER),
        Double.NaN,
        Double.NaN);
  }

  static Measurement of(Sample sample, Upscaler.Result result) {
    Measurement pixels = of(sample, result.picture());
    BlurMap truth = sample.blurMap();
    return new Measurement(
        pixels.psnr,
        pixels.ssim,
        Quality.maeBlur(truth, result.blurMap()),
        varies(truth) ? Quality.spearmanBlur(truth, result.blurMap()) : Double.NaN);
  }

  private static boolean varies(BlurMap map) {
    for (float sigma : map.sigma()) {
      if (sigma != map.sigma()[0]) {
        return true;
      }
    }
    return false;
  }

  /** The mean over pictures; what is not a number is left out. */
  static Measurement mean(List<Measurement> all) {
    return new Measurement(
        all.stream().mapToDouble(Measurement::psnr).average().orElse(Double.NaN),
        all.stream().mapToDouble(Measurement::ssim).average().orElse(Double.NaN),
        all.stream()
            .mapToDouble(Measurement::blurError)
            .filter(Double::isFinite)
            .average()
            .orElse(Double.NaN),
        all.stream()
            .mapToDouble(Measurement::blurRank)
            .filter(Double::isFinite)
            .average()
            .orElse(Double.NaN));
  }

  /** A line a group: the model beside bicubic on the first {@code count} pictures. */
  static List<String> summary(ValidationSet set, int count, Upscaler upscaler) {
    List<String> lines = new ArrayList<>();
    for (Group group : Group.values()) {
      List<Measurement> model = new ArrayList<>();
      List<Measurement> bicubic = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Sample sample = group.sample(set, i);
        model.add(of(sample, upscaler.upscale(sample.lowResolution(), Progress.NONE)));
        bicubic.add(of(sample, bicubic(sample)));
      }
      Measurement mean = mean(model);
      lines.add(
          String.format(
              Locale.ROOT,
              "%s PSNR-Y %.3f dB (bicubic %.3f), blur MAE %.3f px, Spearman %.3f",
              group.title(),
              mean.psnr,
              mean(bicubic).psnr,
              mean.blurError,
              mean.blurRank));
    }
    return lines;
  }

  static Image bicubic(Sample sample) {
    return Resize.bicubic(sample.lowResolution(), sample.sharp().width(), sample.sharp().height());
  }

  /** The two test groups of the datasets. */
  enum Group {
    SPACE_VARIANT("space-variant"),
    SPACE_INVARIANT("space-invariant");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    Sample sample(ValidationSet set, int index) {
      return this == SPACE_VARIANT ? set.spaceVariant(index) : set.spaceInvariant(index);
    }
  }
}
