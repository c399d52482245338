package dev.clearer.evaluate;

import java.util.List;
import java.util.Locale;

/** A bar chart of gains in dB, as inline SVG. */
final class GainChart {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 140;
  private static final int LEFT = 44;

  private GainChart() {}

  /**
   * One bar for each of {@code gains}, in the same order; values that are not finite have no bar.
   */
  static String svg(List<Double> gains) {
    double largest = gains.stream().filter(Double::isFinite).reduce(0.0, Math::max);
    double smallest = gains.stream().filter(Double::isFinite).reduce(0.0, Math::min);
    double span = Math.max(1e-6, largest - smallest);
    double step = (double) (WIDTH - LEFT) / gains.size();
    StringBuilder svg = new StringBuilder();
    svg.append(
        ("<svg class=\"gains\" viewBox=\"0 -10 %d %d\" role=\"img\" aria-label=\"gain of"
                + " each picture\">\n")
            .formatted(WIDTH, HEIGHT + 20));
    for (int i = 0; i < gains.size(); i++) {
      if (Double.isFinite(gains.get(i))) {
        double top = (largest - Math.max(0, gains.get(i))) / span * HEIGHT;
        double height = Math.abs(gains.get(i)) / span * HEIGHT;
        svg.append(
            String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>%n",
                gains.get(i) < 0 ? "loss" : "gain",
                LEFT + i * step,
                top,
                Math.max(0.3, 0.8 * step),
                height));
      }
    }
    line(svg, largest / span * HEIGHT, "0");
    if (largest > 0) {
      line(svg, 0, String.format(Locale.ROOT, "%+.1f", largest));
    }
    if (smallest < 0) {
      line(svg, HEIGHT, String.format(Locale.ROOT, "%+.1f", smallest));
    }
    return svg.append("</svg>\n").toString();
  }

  private static void line(StringBuilder svg, double y, String label) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%d\" x2=\"%d\" y1=\"%.2f\" y2=\"%.2f\"/><text x=\"%d\""
                + " y=\"%.2f\">%s</text>%n",
            LEFT,
            WIDTH,
            y,
            y,
            LEFT - 6,
            y + 4,
            label));
  }
}
