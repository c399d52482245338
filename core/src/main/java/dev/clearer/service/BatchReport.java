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

/**
 * The report of a batch: a CSV table (RFC 4180, UTF-8) with a row per picture, valid after each
 * row.
 */
final class BatchReport implements AutoCloseable {
  private static final List<String> COLUMNS =
      List.of(
          "input", "output", "status", "input_width", "input_height", "width", "height", "seconds");

  private static final List<MapKind> QUANTITIES =
      Arrays.stream(MapKind.values()).filter(MapKind::isQuantity).toList();

  private final @Nullable Path file;
  private final CsvTable table;
  private @Nullable IOException firstError;

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
   * Starts the table. With null, nothing is written.
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
   * Checks that all rows so far were written.
   *
   * @throws InputException if one was not
   */
  void requireWritten() {
    if (firstError != null) {
      throw cannotWrite(file, firstError);
    }
  }

  void done(Job job, Enlarged enlarged, double seconds) {
    List<Object> cells = new ArrayList<>(List.of(job.input(), job.picture(), "done"));
    cells.addAll(List.of(enlarged.inputWidth(), enlarged.inputHeight()));
    cells.addAll(List.of(enlarged.width(), enlarged.height(), rounded(seconds)));
    for (MapKind kind : QUANTITIES) {
      Measure measure = enlarged.measures().get(kind);
      cells.add(measure == null ? "" : rounded(measure.mean()));
      cells.add(measure == null ? "" : rounded(measure.max()));
    }
    cells.add(enlarged.flat() ? "no visible blur" : "");
    line(cells);
  }

  /** Adds a picture whose results are up to date. */
  void skipped(Job job) {
    unprocessed(job.input(), job.picture(), "skipped", "up to date");
  }

  /** Adds a file of a folder that is not a picture. */
  void skipped(Path file, String message) {
    unprocessed(file, "", "skipped", message);
  }

  /** Adds a picture that failed, or an input that could not be planned. */
  void failed(Path input, String message) {
    unprocessed(input, "", "failed", message);
  }

  private void unprocessed(Path input, Object output, String status, String message) {
    List<Object> cells = new ArrayList<>(List.of(input, output, status));
    cells.addAll(Collections.nCopies(COLUMNS.size() - 3 + 2 * QUANTITIES.size(), ""));
    cells.add(message);
    line(cells);
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** Adds a row. A failure is only stored: pictures are processed even if the report fails. */
  private void line(List<Object> cells) {
    try {
      table.row(cells);
    } catch (IOException e) {
      firstError = firstError == null ? e : firstError;
    }
  }

  @Override
  public void close() {
    try {
      table.close();
    } catch (IOException e) {
      firstError = firstError == null ? e : firstError;
    }
  }
}
