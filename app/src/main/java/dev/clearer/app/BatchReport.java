package dev.clearer.app;

import dev.clearer.InputException;
import dev.clearer.image.MapKind;
import dev.clearer.image.OutputFile;
import dev.clearer.service.UpscalePlan.Job;
import dev.clearer.service.UpscaleService.Enlarged;
import dev.clearer.service.UpscaleService.Measure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table (CSV, RFC 4180, UTF-8) with a line for every picture, whole after each of them. */
final class BatchReport implements AutoCloseable {
  private static final List<String> COLUMNS =
      List.of(
          "input", "output", "status", "input_width", "input_height", "width", "height", "seconds");

  private static final List<MapKind> QUANTITIES =
      Arrays.stream(MapKind.values()).filter(MapKind::isQuantity).toList();

  private final PrintWriter lines;

  private BatchReport(PrintWriter lines) {
    this.lines = lines;
    List<Object> names = new ArrayList<>(COLUMNS);
    for (MapKind kind : QUANTITIES) {
      names.add(kind.label() + "_mean");
      names.add(kind.label() + "_max");
    }
    names.add("message");
    line(names);
  }

  /**
   * Begins the table; null is nowhere.
   *
   * @throws InputException if the file cannot be written
   */
  static BatchReport to(@Nullable Path file) {
    if (file == null) {
      return new BatchReport(new PrintWriter(Writer.nullWriter()));
    }
    OutputFile.requireWritable(file);
    try {
      return new BatchReport(
          new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new InputException("Cannot write " + file + ": " + e.getMessage() + ".", e);
    }
  }

  void done(Job job, Enlarged enlarged, double seconds) {
    List<Object> cells = new ArrayList<>(List.of(job.input(), job.picture(), "done"));
    cells.addAll(List.of(enlarged.inputWidth(), enlarged.inputHeight()));
    cells.addAll(List.of(enlarged.width(), enlarged.height(), rounded(seconds)));
    for (MapKind kind : QUANTITIES) {
      Measure measure = enlarged.measures().get(kind);
      cells.add(measure == null ? "" : rounded(measure.mean()));
      cells.add(measure == null ? "" : rounded(measure.greatest()));
    }
    cells.add("");
    line(cells);
  }

  void skipped(Job job) {
    nothing(job.input(), job.picture(), "skipped", "");
  }

  /** A picture that failed, or an input that never became a job. */
  void failed(Path input, String message) {
    nothing(input, "", "failed", message);
  }

  private void nothing(Path input, Object output, String status, String message) {
    List<Object> cells = new ArrayList<>(List.of(input, output, status));
    cells.addAll(Collections.nCopies(COLUMNS.size() - 3 + 2 * QUANTITIES.size(), ""));
    cells.add(message);
    line(cells);
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private void line(List<Object> cells) {
    lines.print(cells.stream().map(BatchReport::quoted).collect(Collectors.joining(",")));
    lines.print("\r\n");
    lines.flush();
  }

  private static String quoted(Object cell) {
    String text = cell.toString();
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() {
    lines.close();
  }
}
