package dev.clearer.evaluate;

import java.util.Locale;

/** Curves of sparsification as inline SVG: by the estimated uncertainty, and the best possible. */
final class SparsificationChart {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 140;
  private static final int LEFT = 44;

  private SparsificationChart() {}

  static String svg(Calibration calibration) {
    double[] own = calibration.byUncertainty();
    double[] best = calibration.byError();
    double most = Math.max(1e-6, Math.max(own[0], max(own)));
    return String.format(
        Locale.ROOT,
        """
        <svg class="sparsification" viewBox="0 -10 %d %d" role="img" aria-label="error by certainty">
        <polyline class="best" points="%s"/><polyline class="own" points="%s"/>
        <line x1="%d" x2="%d" y1="%d" y2="%d"/><text x="%d" y="4">%.2f px</text><text x="%d" y="%d">0</text>
        </svg>
        <p>Mean error of the blur where the share of pixels from left (none) to right (95 %%) is left out, the most uncertain first; below it, dashed, the greatest errors first: the best possible.</p>
        """,
        WIDTH,
        HEIGHT + 20,
        points(best, most),
        points(own, most),
        LEFT,
        WIDTH,
        HEIGHT,
        HEIGHT,
        LEFT - 6,
        most,
        LEFT - 6,
        HEIGHT + 4);
  }

  private static double max(double[] values) {
    double most = 0;
    for (double value : values) {
      most = Math.max(most, value);
    }
    return most;
  }

  private static String points(double[] curve, double most) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < curve.length; i++) {
      points.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              LEFT + (double) i / (curve.length - 1) * (WIDTH - LEFT),
              HEIGHT * (1 - curve[i] / most)));
    }
    return points.toString().strip();
  }
}
