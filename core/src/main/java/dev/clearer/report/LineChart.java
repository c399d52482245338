package dev.clearer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A small line chart as SVG. */
public final class LineChart {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 210;
  private static final int LEFT = 56;
  private static final int RIGHT = 24;
  private static final int TOP = 30;
  private static final int BOTTOM = 24;
  private static final int MAX_POINTS = 300;
  private static final int TICKS = 4;
  private static final double SMOOTHING = 0.9;
  private static final String[] COLOURS = {"#1f6feb", "#d1621b", "#1a7f5a", "#8250df"};

  private final String title;
  private final List<Line> lines = new ArrayList<>();

  /** A point: step and value, finite. */
  public record Point(double x, double y) {}

  private record Line(String name, List<Point> points, boolean smooth) {}

  /** The range of the values, and their positions in the chart. */
  private record Frame(double fromX, double toX, double fromY, double toY) {
    double x(Point point) {
      return LEFT + (point.x - fromX) / (toX - fromX) * (WIDTH - LEFT - RIGHT);
    }

    double y(double value) {
      return HEIGHT - BOTTOM - (value - fromY) / (toY - fromY) * (HEIGHT - TOP - BOTTOM);
    }
  }

  /** Creates an empty chart. */
  public LineChart(String title) {
    this.title = title;
  }

  /**
   * Adds a line; values that are not finite are skipped.
   *
   * @param smooth whether to draw a running mean on top of pale values
   */
  public LineChart line(String name, List<Point> points, boolean smooth) {
    List<Point> finite = points.stream().filter(point -> Double.isFinite(point.y)).toList();
    if (!finite.isEmpty()) {
      lines.add(new Line(name, thinned(finite), smooth && finite.size() > TICKS));
    }
    return this;
  }

  /** Whether no line has a point. */
  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Reduces the number of points by averaging groups of neighbours. */
  private static List<Point> thinned(List<Point> points) {
    int bucket = (points.size() + MAX_POINTS - 1) / MAX_POINTS;
    if (bucket == 1) {
      return points;
    }
    List<Point> thinned = new ArrayList<>();
    for (int i = 0; i < points.size(); i += bucket) {
      List<Point> some = points.subList(i, Math.min(points.size(), i + bucket));
      thinned.add(
          new Point(
              some.get(some.size() - 1).x,
              some.stream().mapToDouble(Point::y).average().orElse(Double.NaN)));
    }
    return thinned;
  }

  /** Returns the chart as SVG; it must not be empty. */
  public String svg() {
    Frame frame = frame();
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, HEIGHT, title));
    svg.append(text(LEFT, 14, "start", "title", title));
    axes(svg, frame);
    for (int i = 0; i < lines.size(); i++) {
      draw(svg, frame, lines.get(i), COLOURS[i % COLOURS.length]);
    }
    legend(svg);
    return svg.append("</svg>\n").toString();
  }

  private Frame frame() {
    List<Point> all = lines.stream().flatMap(line -> line.points.stream()).toList();
    double fromY = all.stream().mapToDouble(Point::y).min().orElse(0);
    double toY = all.stream().mapToDouble(Point::y).max().orElse(1);
    double margin = toY > fromY ? 0.05 * (toY - fromY) : Math.max(1e-9, Math.abs(toY) * 0.1);
    double toX = all.stream().mapToDouble(Point::x).max().orElse(1);
    return new Frame(0, Math.max(1, toX), fromY - margin, toY + margin);
  }

  private static void axes(StringBuilder svg, Frame frame) {
    double step = niceStep(frame.toY - frame.fromY);
    for (double y = Math.ceil(frame.fromY / step) * step; y <= frame.toY; y += step) {
      double at = frame.y(y);
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT,
              WIDTH - RIGHT,
              at,
              at));
      svg.append(text(LEFT - 6, at + 4, "end", "tick", label(y, step)));
    }
    double stepX = Math.max(1, niceStep(frame.toX));
    for (double x = 0; x <= frame.toX; x += stepX) {
      double at = frame.x(new Point(x, 0));
      svg.append(text(at, HEIGHT - 6, "middle", "tick", label(x, stepX)));
    }
  }

  /** Tick distance: 1, 2 or 5 times a power of ten, about a quarter of {@code range}. */
  private static double niceStep(double range) {
    double rough = range / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
  }

  private static String label(double value, double step) {
    double clean = Math.abs(value) < step / 1e6 ? 0 : value;
    if (step >= 1e4) {
      return String.format(Locale.ROOT, "%.0fk", clean / 1e3);
    }
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    return decimals > 5
        ? String.format(Locale.ROOT, "%.1e", clean)
        : String.format(Locale.ROOT, "%." + decimals + "f", clean);
  }

  private static void draw(StringBuilder svg, Frame frame, Line line, String colour) {
    if (line.smooth) {
      polyline(svg, frame, line.points, colour, 0.25);
      polyline(svg, frame, smoothed(line.points), colour, 1);
    } else {
      polyline(svg, frame, line.points, colour, 1);
    }
    if (!line.smooth) {
      for (Point point : line.points.size() > 40 ? List.<Point>of() : line.points) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2\" fill=\"%s\"/>",
                frame.x(point),
                frame.y(point.y),
                colour));
      }
    }
  }

  private static void polyline(
      StringBuilder svg, Frame frame, List<Point> points, String colour, double opacity) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<polyline fill=\"none\" stroke=\"%s\" stroke-opacity=\"%.2f\" points=\"",
            colour,
            opacity));
    for (Point point : points) {
      svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", frame.x(point), frame.y(point.y)));
    }
    svg.append("\"/>");
  }

  /** Exponential running mean with bias correction. */
  private static List<Point> smoothed(List<Point> points) {
    List<Point> smoothed = new ArrayList<>();
    double sum = 0;
    double weight = 0;
    for (Point point : points) {
      sum = SMOOTHING * sum + (1 - SMOOTHING) * point.y;
      weight = SMOOTHING * weight + 1 - SMOOTHING;
      smoothed.add(new Point(point.x, sum / weight));
    }
    return smoothed;
  }

  private void legend(StringBuilder svg) {
    if (lines.size() < 2) {
      return;
    }
    for (int i = 0; i < lines.size(); i++) {
      svg.append(
          "<text x=\"%d\" y=\"14\" text-anchor=\"end\" fill=\"%s\">%s</text>"
              .formatted(
                  WIDTH - RIGHT - 110 * (lines.size() - 1 - i),
                  COLOURS[i % COLOURS.length],
                  lines.get(i).name));
    }
  }

  private static String text(double x, double y, String anchor, String style, String content) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
        x,
        y,
        anchor,
        style,
        content);
  }
}
