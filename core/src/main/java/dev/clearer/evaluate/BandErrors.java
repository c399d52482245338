package dev.clearer.evaluate;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.measure.Quality;
import java.util.List;

/** Squared errors of the luma, grouped by the true blur of each pixel. */
final class BandErrors {
  /**
   * The bands by true sigma in pixels. Each includes its lower limit and excludes its upper one;
   * the band 3–5 includes 5.
   */
  static final List<String> NAMES = List.of("0–1", "1–2", "2–3", "3–5", "over 5");

  private static final float[] UPPER = {1, 2, 3, Math.nextUp(5f)};

  private final double[] squares = new double[NAMES.size()];
  private final long[] pixels = new long[NAMES.size()];

  /** The errors of one picture, ignoring a border of {@code border} pixels. */
  static BandErrors of(Image truth, Image picture, BlurMap blurMap, int border) {
    double[] errors = Quality.squaredErrorsY(truth, picture, border);
    float[] sigma =
        blurMap
            .crop(border, border, blurMap.width() - 2 * border, blurMap.height() - 2 * border)
            .sigma();
    BandErrors bands = new BandErrors();
    for (int i = 0; i < errors.length; i++) {
      int band = band(sigma[i]);
      bands.squares[band] += errors[i];
      bands.pixels[band]++;
    }
    return bands;
  }

  static int band(float sigma) {
    int band = 0;
    while (band < UPPER.length && sigma >= UPPER[band]) {
      band++;
    }
    return band;
  }

  void add(BandErrors other) {
    for (int band = 0; band < squares.length; band++) {
      squares[band] += other.squares[band];
      pixels[band] += other.pixels[band];
    }
  }

  /** PSNR over all pixels of a band in dB; NaN if there are none. */
  double psnr(int band) {
    return pixels[band] == 0 ? Double.NaN : Quality.psnr(squares[band] / pixels[band]);
  }

  long pixels(int band) {
    return pixels[band];
  }

  /** Share of the pixels that are in the band, in [0, 1]. */
  double share(int band) {
    long all = 0;
    for (long count : pixels) {
      all += count;
    }
    return (double) pixels[band] / all;
  }
}
