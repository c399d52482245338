package dev.clearer.measure;

import dev.clearer.image.Image;
import dev.clearer.measure.NaturalScene.Patch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * NIQE, a no-reference quality measure: the distance between the statistics of a picture's patches
 * and those of sharp photographs. Lower is better. Mittal, Soundararajan and Bovik, "Making a
 * 'Completely Blind' Image Quality Analyzer", 2013. The statistics of sharp photographs are our
 * own, so values are comparable with each other but not with published ones.
 */
public final class Niqe {
  /** Minimum sharpness of the patches that are used, relative to the sharpest one. */
  private static final double SHARP = 0.75;

  private static final String RESOURCE = "niqe.csv";
  private static final double MIN_VARIANCE = 1e-9;

  private final Normal photographs;

  private Niqe(Normal photographs) {
    this.photographs = photographs;
  }

  /** A multivariate normal distribution. */
  @SuppressWarnings("ArrayRecordComponent") // not compared
  private record Normal(double[] mean, double[][] covariance) {
    static Normal of(List<double[]> samples) {
      int size = NaturalScene.FEATURES;
      double[] mean = new double[size];
      for (double[] sample : samples) {
        for (int i = 0; i < size; i++) {
          mean[i] += sample[i] / samples.size();
        }
      }
      double[][] covariance = new double[size][size];
      for (double[] sample : samples) {
        for (int i = 0; i < size; i++) {
          for (int j = 0; j < size; j++) {
            covariance[i][j] +=
                (sample[i] - mean[i]) * (sample[j] - mean[j]) / Math.max(1, samples.size() - 1);
          }
        }
      }
      return new Normal(mean, covariance);
    }
  }

  /** Creates the measure with the built-in statistics. */
  public static Niqe standard() {
    try (InputStream in = Niqe.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates the measure with the statistics of {@code photographs}, which should be sharp. */
  public static Niqe of(Iterable<Image> photographs) {
    List<double[]> sharp = new ArrayList<>();
    for (Image photograph : photographs) {
      List<Patch> patches = NaturalScene.patches(Quality.lumaOf(photograph));
      double sharpest = patches.stream().mapToDouble(Patch::sharpness).max().orElse(0);
      patches.stream()
          .filter(patch -> patch.sharpness() > SHARP * sharpest)
          .map(Patch::features)
          .forEach(sharp::add);
    }
    return new Niqe(Normal.of(sharp));
  }

  /** Returns the statistics as CSV: a line for the mean and one for each row of the covariance. */
  public String text() {
    StringBuilder text = new StringBuilder(line(photographs.mean));
    for (double[] row : photographs.covariance) {
      text.append(line(row));
    }
    return text.toString();
  }

  private static String line(double[] numbers) {
    return String.join(
            ",",
            Arrays.stream(numbers)
                .mapToObj(number -> String.format(Locale.ROOT, "%.9g", number))
                .toList())
        + "\n";
  }

  /** Reads what {@link #text} writes. */
  static Niqe parse(String text) {
    List<double[]> rows =
        text.lines()
            .map(line -> Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble))
            .map(numbers -> numbers.toArray())
            .toList();
    return new Niqe(new Normal(rows.get(0), rows.subList(1, rows.size()).toArray(double[][]::new)));
  }

  /**
   * Measures a picture; returns NaN if it holds fewer than two patches of 96x96 pixels.
   *
   * @param picture in [0, 1]
   */
  public double of(Image picture) {
    List<double[]> features =
        NaturalScene.patches(Quality.lumaOf(picture)).stream().map(Patch::features).toList();
    if (features.size() < 2) {
      return Double.NaN;
    }
    Normal own = Normal.of(features);
    int size = NaturalScene.FEATURES;
    double[][] pooled = new double[size][size];
    double[] difference = new double[size];
    for (int i = 0; i < size; i++) {
      difference[i] = photographs.mean[i] - own.mean[i];
      for (int j = 0; j < size; j++) {
        pooled[i][j] = (photographs.covariance[i][j] + own.covariance[i][j]) / 2;
      }
    }
    return Math.sqrt(inverseNorm(pooled, difference));
  }

  /**
   * Computes d' A^-1 d for a symmetric positive definite matrix by Cholesky decomposition, in
   * place.
   */
  private static double inverseNorm(double[][] a, double[] d) {
    double norm = 0;
    for (int i = 0; i < d.length; i++) {
      for (int j = 0; j < i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= a[i][k] * a[j][k];
        }
        a[i][j] = sum / a[j][j];
      }
      double variance = a[i][i];
      double rest = d[i];
      for (int k = 0; k < i; k++) {
        variance -= a[i][k] * a[i][k];
        rest -= a[i][k] * d[k];
      }
      a[i][i] = Math.sqrt(Math.max(MIN_VARIANCE, variance));
      d[i] = rest / a[i][i];
      norm += d[i] * d[i];
    }
    return norm;
  }
}
