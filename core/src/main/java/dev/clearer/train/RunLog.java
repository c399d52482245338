package dev.clearer.train;

import dev.clearer.report.EventFile;
import dev.clearer.report.StepTable;
import dev.clearer.tensor.PeakMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Logs a run's progress: lines for the console, {@code log.csv} and {@code validation.csv}, event
 * files for TensorBoard, and {@code report.html}.
 */
final class RunLog implements AutoCloseable {
  private static final long REPORT_NANOS = 20_000_000_000L;

  private final Experiment experiment;
  private final Consumer<String> lines;
  private final StepTable steps;
  private final StepTable validations;
  private final EventFile events;
  private final Examples examples;
  private final RunReport page;
  private final List<Step> unreported = new ArrayList<>();
  private long pageWritten = System.nanoTime();

  private RunLog(RunFolder folder, Experiment experiment, long step, Consumer<String> lines) {
    this.experiment = experiment;
    this.lines = lines;
    steps = new StepTable(folder.file("log.csv"));
    validations = new StepTable(folder.file("validation.csv"));
    steps.cutAfter(step);
    validations.cutAfter(step);
    events = EventFile.in(folder.file("events"), step);
    examples = new Examples(folder.file("examples"));
    examples.cutAfter(step);
    page = new RunReport(folder, experiment, steps, validations, examples);
  }

  /** Opens the log of a run after {@code step} steps; entries of later steps are removed. */
  static RunLog open(RunFolder folder, Experiment experiment, long step, Consumer<String> lines) {
    return new RunLog(folder, experiment, step, lines);
  }

  /** Adds a step; {@code position} is the run's position after it. */
  void add(Step step, Checkpoint.Position position) {
    unreported.add(step);
    if (step.skipped()) {
      lines.accept(
          "step %d skipped: loss %s, gradient %s (%d in a row)"
              .formatted(position.step(), step.total(), step.gradientNorm(), position.skipped()));
    }
  }

  /** Writes the means of the steps since the last report. */
  void report(long step) {
    Map<String, Double> means = means();
    Map<String, String> row = new LinkedHashMap<>();
    row.put("step", Long.toString(step));
    means.forEach((name, value) -> row.put(name, number(value)));
    steps.append(row);
    means.forEach((name, value) -> events.scalar(step, "train/" + name, value));
    events.flush();
    lines.accept(line(step, means));
    unreported.clear();
    if (System.nanoTime() - pageWritten > REPORT_NANOS) {
      writePage();
    }
  }

  /** Values by column; losses are means over the steps that were not skipped. */
  private Map<String, Double> means() {
    Map<String, Double> means = new LinkedHashMap<>();
    means.put("seconds_per_step", mean(unreported, Step::seconds));
    means.put("peak_gib", PeakMemory.bytes().orElse(0) / (double) (1L << 30));
    means.put("learning_rate", unreported.get(unreported.size() - 1).rate());
    List<Step> taken = unreported.stream().filter(step -> !step.skipped()).toList();
    means.put("skipped", (double) (unreported.size() - taken.size()));
    means.put("gradient_norm", mean(taken, Step::gradientNorm));
    means.put("loss", mean(taken, Step::total));
    for (String name : unreported.get(0).losses().keySet()) {
      means.put("loss_" + name, mean(taken, step -> step.losses().getOrDefault(name, Double.NaN)));
    }
    return means;
  }

  private static double mean(List<Step> steps, ToDoubleFunction<Step> value) {
    return steps.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  private String line(long step, Map<String, Double> means) {
    String losses =
        means.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("loss_"))
            .map(entry -> entry.getKey().substring(5) + " " + number(entry.getValue()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "step %d of %d: %s; rate %s, gradient %s, %.2f s per step, peak %.1f GiB",
        step,
        experiment.training().steps(),
        losses,
        number(means.getOrDefault("learning_rate", 0.0)),
        number(means.getOrDefault("gradient_norm", 0.0)),
        means.getOrDefault("seconds_per_step", 0.0),
        means.getOrDefault("peak_gib", 0.0));
  }

  /** Writes the results of a validation. */
  void validated(long step, Validation.Outcome outcome, double score, boolean best) {
    outcome
        .groups()
        .forEach(
            (group, means) -> {
              Map<String, String> row = new LinkedHashMap<>();
              row.put("step", Long.toString(step));
              row.put("group", group);
              row.put("score", number(score));
              means.byName().forEach((name, value) -> row.put(name, number(value)));
              validations.append(row);
              lines.accept("step %d, %s: %s".formatted(step, group, text(means)));
              finite(means)
                  .forEach((name, value) -> events.scalar(step, group + "/" + name, value));
            });
    lines.accept("step %d: score %s%s".formatted(step, number(score), best ? ", the best" : ""));
    events.scalar(step, "score", score);
    examples.write(step, outcome.examples(), events);
    events.flush();
    writePage();
  }

  private static String text(Score score) {
    return finite(score).entrySet().stream()
        .map(entry -> entry.getKey() + " " + number(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static Map<String, Double> finite(Score score) {
    Map<String, Double> finite = new LinkedHashMap<>(score.byName());
    finite.values().removeIf(value -> !Double.isFinite(value));
    return finite;
  }

  private void writePage() {
    page.write();
    pageWritten = System.nanoTime();
  }

  /** Five significant digits. */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.5g", value);
  }

  /** Writes the final report. */
  @Override
  public void close() {
    events.close();
    writePage();
  }
}
