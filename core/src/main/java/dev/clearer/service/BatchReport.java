package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Reason;
import dev.clearer.image.MapKind;
import dev.clearer.image.OutputFile;
import dev.clearer.report.CsvTable;
import dev.clearer.service.UpscalePlan.Job;
import dev.clearer.service.UpscaleService.Enlarged;
import dev.clearer.service.UpscaleService.Measure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A table (CSV, RFC 4180, UTF-8) with a line for every picture, whole after each of them. */
final class BatchReport implements AutoCloseable {
  private static final List<String> COLUMNS =
      List.of(
          "input", "output", "status", "input_width", "input_height", "width", "height", "seconds");

  private static final List<MapKind> QUANTITIES =
      Arrays.stream(MapKind.values()).filter(MapKind::isQuantity).toList();

  private final @Nullable Path file;
  private final CsvTable table;
  private @Nullable IOException fault;

  private BatchReport(@Nullable Path file, CsvTable table) {
    this.file = file;
    this.table = table;
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
      return new BatchReport(null, CsvTable.none());
    }
    OutputFile.requireWritable(file);
    try {
      return new BatchReport(file, CsvTable.in(file));
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static InputException cannotWrite(@Nullable Path file, IOException cause) {
    return new InputException(
        "Cannot write the report %s: %s.".formatted(file, Reason.of(cause)), cause);
  }

  /**
   * Checks that every line so far is in the file.
   *
   * @throws InputException if one is not
   */
  void requireWritten() {
    if (fault != null) {
      throw cannotWrite(file, fault);
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
    cells.add(enlarged.flat() ? "no blur can be seen" : "");
    line(cells);
  }

  /** A picture whose results are up to date. */
  void skipped(Job job) {
    nothing(job.input(), job.picture(), "skipped", "up to date");
  }

  /** A file of a folder that is no picture. */
  void skipped(Path file, String message) {
    nothing(file, "", "skipped", message);
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

  /** Pictures are done even where the report cannot be written: its fault waits to be told. */
  private void line(List<Object> cells) {
    try {
      table.row(cells);
    } catch (IOException e) {
      fault = fault == null ? e : fault;
    }
  }

  @Override
  public void close() {
    try {
      table.close();
    } catch (IOException e) {
      fault = fault == null ? e : fault;
    }
  }
}
