package dev.clearer.evaluate;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.Quality;
import java.util.List;

/** Squared errors of the luma, kept apart by how blurred each pixel truly is. */
final class BandErrors {
  /** The bands, by their true sigma in pixels; a limit belongs to the band above it, 5 does not. */
  static final List<String> NAMES = List.of("0–1", "1–2", "2–3", "3–5", "over 5");

  private static final float[] UPPER = {1, 2, 3, Math.nextUp(5f)};

  private final double[] squares = new double[NAMES.size()];
  private final long[] pixels = new long[NAMES.size()];

  /** The errors of one picture, {@code border} pixels left out at every side. */
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

  /** PSNR over all pixels of a band in dB; not a number where it has none. */
  double psnr(int band) {
    return pixels[band] == 0 ? Double.NaN : Quality.psnr(squares[band] / pixels[band]);
  }

  long pixels(int band) {
    return pixels[band];
  }

  /** The band's share of all pixels, in [0, 1]. */
  double share(int band) {
    long all = 0;
    for (long count : pixels) {
      all += count;
    }
    return (double) pixels[band] / all;
  }
}
