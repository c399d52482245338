package dev.clearer.evaluate;

import java.util.Locale;

/** Sparsification curves as inline SVG: by estimated uncertainty, and the best possible one. */
final class SparsificationChart {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 140;
  private static final int LEFT = 44;

  private SparsificationChart() {}

  static String svg(Calibration calibration) {
    double[] own = calibration.byUncertainty();
    double[] best = calibration.byError();
    double largest = Math.max(1e-6, max(own));
    return String.format(
        Locale.ROOT,
        """
        <svg class="sparsification" viewBox="0 -10 %d %d" role="img" aria-label="sparsification curve">
        <polyline class="best" points="%s"/><polyline class="own" points="%s"/>
        <line x1="%d" x2="%d" y1="%d" y2="%d"/><text x="%d" y="4">%.2f px</text><text x="%d" y="%d">0</text>
        </svg>
        <p>Mean error of the blur after removing 0 %% (left) to 95 %% (right) of the pixels, the most uncertain first. Dashed: the largest errors first, the best possible curve.</p>
        """,
        WIDTH,
        HEIGHT + 20,
        points(best, largest),
        points(own, largest),
        LEFT,
        WIDTH,
        HEIGHT,
        HEIGHT,
        LEFT - 6,
        largest,
        LEFT - 6,
        HEIGHT + 4);
  }

  private static double max(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  private static String points(double[] curve, double largest) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < curve.length; i++) {
      points.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              LEFT + (double) i / (curve.length - 1) * (WIDTH - LEFT),
              HEIGHT * (1 - curve[i] / largest)));
    }
    return points.toString().strip();
  }
}
