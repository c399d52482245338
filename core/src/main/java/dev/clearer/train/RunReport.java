package dev.clearer.train;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import dev.clearer.image.OutputFile;
import dev.clearer.report.Html;
import dev.clearer.report.LineChart;
import dev.clearer.report.StepTable;
import dev.clearer.train.Examples.Shown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes {@code report.html}: a run's progress in one self-contained file. It is made from the
 * run's tables and examples only, so it can be rewritten at any time.
 */
final class RunReport {
  private static final int STEPS_SHOWN = 4;
  private static final Set<String> NO_CHART = Set.of("step", "peak_gib", "skipped");

  private static final String STYLE =
      """
      body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem; color: #222; background: #fff }
      h1, h2, h3 { font-weight: 600; margin: 1.5rem 0 .5rem }
      p { margin: 0 0 .5rem }
      .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(340px, 1fr)); gap: 12px }
      svg { width: 100%; font-size: 11px }
      .title { font-size: 13px; font-weight: 600 }
      .tick { fill: #666 }
      .grid { stroke: #e4e4e4 }
      table { border-collapse: collapse }
      td, th { text-align: right; padding: 2px 12px 2px 0 }
      td:first-child, th:first-child { text-align: left }
      .row { display: grid; grid-template-columns: repeat(4, 1fr); gap: 8px; margin-bottom: 10px }
      figure { margin: 0; min-width: 0 }
      img { width: 100%; display: block }
      .low img, .map img { image-rendering: pixelated }
      figcaption { color: #555 }
      pre { background: #f6f6f6; padding: 1rem; overflow: auto }
      """;

  private final RunFolder folder;
  private final Experiment experiment;
  private final StepTable steps;
  private final StepTable validations;
  private final Examples examples;

  RunReport(
      RunFolder folder,
      Experiment experiment,
      StepTable steps,
      StepTable validations,
      Examples examples) {
    this.folder = folder;
    this.experiment = experiment;
    this.steps = steps;
    this.validations = validations;
    this.examples = examples;
  }

  /** Rewrites the page atomically. */
  void write() {
    String title = folder.folder().toAbsolutePath().normalize().getFileName() + "";
    StringBuilder body = new StringBuilder("<h1>%s</h1>\n".formatted(Html.escaped(title)));
    List<Map<String, String>> rows = steps.rows();
    List<Map<String, String>> measured = validations.rows();
    body.append(summary(rows));
    charts(body, "Training", trainingCharts(rows));
    charts(body, "Validation (averaged weights)", validationCharts(measured));
    latest(body, measured);
    pictures(body);
    body.append(
        "<h2>Experiment</h2>\n<details><summary>config.yml</summary><pre>%s</pre></details>\n"
            .formatted(Html.escaped(Configuration.write(experiment))));
    OutputFile.write(
        folder.file("report.html"), Html.page(title, STYLE, body).getBytes(StandardCharsets.UTF_8));
  }

  private String summary(List<Map<String, String>> rows) {
    if (rows.isEmpty()) {
      return "<p>No steps logged yet.</p>\n";
    }
    Map<String, String> last = rows.get(rows.size() - 1);
    double skipped = rows.stream().mapToDouble(row -> value(row, "skipped")).sum();
    return String.format(
        Locale.ROOT,
        "<p>Step %s of %d; %s s per step, peak memory %s GiB, %.0f steps skipped.</p>\n",
        last.get("step"),
        experiment.training().steps(),
        last.get("seconds_per_step"),
        last.get("peak_gib"),
        skipped);
  }

  private static List<LineChart> trainingCharts(List<Map<String, String>> rows) {
    List<LineChart> charts = new ArrayList<>();
    if (rows.isEmpty()) {
      return charts;
    }
    List<String> columns = new ArrayList<>(rows.get(0).keySet());
    columns.removeAll(NO_CHART);
    columns.sort((a, b) -> Boolean.compare(b.startsWith("loss"), a.startsWith("loss")));
    for (String column : columns) {
      charts.add(
          new LineChart(column.replace('_', ' '))
              .line(column, points(rows, column), column.startsWith("loss")));
    }
    return charts;
  }

  private static List<LineChart> validationCharts(List<Map<String, String>> rows) {
    Map<String, List<Map<String, String>>> groups = new LinkedHashMap<>();
    rows.forEach(
        row ->
            groups
                .computeIfAbsent(row.getOrDefault("group", ""), any -> new ArrayList<>())
                .add(row));
    List<LineChart> charts = new ArrayList<>();
    for (String column : new Score(0, 0, 0, 0, 0).byName().keySet()) {
      LineChart chart = new LineChart(column.replace('_', ' '));
      groups.forEach((group, own) -> chart.line(Html.escaped(group), points(own, column), false));
      charts.add(chart);
    }
    return charts;
  }

  private static List<LineChart.Point> points(List<Map<String, String>> rows, String column) {
    return rows.stream()
        .map(row -> new LineChart.Point(value(row, "step"), value(row, column)))
        .toList();
  }

  private static double value(Map<String, String> row, String column) {
    return Double.parseDouble(row.getOrDefault(column, "NaN"));
  }

  /** The measured value; a dash if it was not measured. */
  private static String measure(Map<String, String> row, String column) {
    return Double.isNaN(value(row, column)) ? "–" : row.getOrDefault(column, "");
  }

  private static void charts(StringBuilder body, String heading, List<LineChart> charts) {
    List<LineChart> filled = charts.stream().filter(chart -> !chart.isEmpty()).toList();
    if (!filled.isEmpty()) {
      body.append("<h2>%s</h2>\n<div class=\"charts\">\n".formatted(heading));
      filled.forEach(chart -> body.append(chart.svg()));
      body.append("</div>\n");
    }
  }

  /** A table of the latest measures of every group. */
  private static void latest(StringBuilder body, List<Map<String, String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    String step = rows.get(rows.size() - 1).getOrDefault("step", "");
    List<String> columns = new ArrayList<>(new Score(0, 0, 0, 0, 0).byName().keySet());
    columns.removeIf(
        column ->
            rows.stream()
                .filter(row -> step.equals(row.get("step")))
                .allMatch(row -> Double.isNaN(value(row, column))));
    body.append("<h3>Step %s</h3>\n<table><tr><th>group</th>".formatted(step));
    columns.forEach(column -> body.append("<th>%s</th>".formatted(column.replace('_', ' '))));
    body.append("</tr>\n");
    for (Map<String, String> row : rows) {
      if (step.equals(row.get("step"))) {
        body.append("<tr><td>%s</td>".formatted(Html.escaped(row.getOrDefault("group", ""))));
        columns.forEach(column -> body.append("<td>%s</td>".formatted(measure(row, column))));
        body.append("</tr>\n");
      }
    }
    body.append("</table>\n");
  }

  private void pictures(StringBuilder body) {
    Map<String, List<Shown>> byExample = new LinkedHashMap<>();
    for (Shown shown : examples.shown()) {
      byExample.computeIfAbsent(shown.example(), any -> new ArrayList<>()).add(shown);
    }
    if (!byExample.isEmpty()) {
      body.append("<h2>Examples from the validation pictures</h2>\n");
    }
    byExample.forEach(
        (name, files) -> {
          body.append("<h3>%s</h3>\n".formatted(Html.escaped(name)));
          row(body, files, "truth", "sharp (GT)");
          for (String step : Examples.steps(files, STEPS_SHOWN)) {
            row(body, files, step, "step " + Long.parseLong(step));
          }
        });
  }

  /** A row of low-resolution picture, picture, blur map and classes. */
  private static void row(StringBuilder body, List<Shown> files, String step, String title) {
    boolean truth = step.equals("truth");
    body.append("<div class=\"row\">\n");
    if (truth) {
      figure(body, files, step, "low", "low resolution (LR)");
    } else {
      body.append("<div><b>%s</b></div>".formatted(title));
    }
    figure(body, files, step, "picture", truth ? title : "restored (SR)");
    figure(body, files, step, "blur", truth ? "true blur" : "estimated blur");
    figure(body, files, step, "classes", truth ? "true classes" : "estimated classes");
    body.append("</div>\n");
  }

  private static void figure(
      StringBuilder body, List<Shown> files, String step, String kind, String caption) {
    for (Shown shown : files) {
      if (shown.step().equals(step) && shown.kind().equals(kind)) {
        String scale =
            shown.largestSigma().isEmpty()
                ? ""
                : ", sigma 0 (violet) to %s px (yellow)".formatted(shown.largestSigma());
        body.append(
            "<figure class=\"%s\"><img alt=\"%s\" src=\"%s\"><figcaption>%s</figcaption></figure>\n"
                .formatted(
                    kind.equals("picture") ? kind : kind.equals("low") ? kind : "map",
                    caption,
                    embedded(shown),
                    caption + scale));
        return;
      }
    }
    body.append("<div></div>\n");
  }

  private static String embedded(Shown shown) {
    String type = shown.file().toString().endsWith(".png") ? "png" : "jpeg";
    try {
      String content = Base64.getEncoder().encodeToString(Files.readAllBytes(shown.file()));
      return "data:image/%s;base64,%s".formatted(type, content);
    } catch (IOException e) {
      throw new InputException(shown.file() + " cannot be read: fix its permissions.", e);
    }
  }
}
