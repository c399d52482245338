package dev.clearer.app;

import dev.clearer.InputException;
import dev.clearer.image.OutputFile;
import dev.clearer.service.UpscalePlan.Job;
import dev.clearer.service.UpscaleService.Enlarged;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table (CSV, RFC 4180, UTF-8) with a line for every picture, whole after each of them. */
final class BatchReport implements AutoCloseable {
  private final PrintWriter lines;

  private BatchReport(PrintWriter lines) {
    this.lines = lines;
    line(
        "input",
        "output",
        "status",
        "input_width",
        "input_height",
        "width",
        "height",
        "seconds",
        "blur_mean",
        "blur_max",
        "message");
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
    line(
        job.input(),
        job.picture(),
        "done",
        enlarged.inputWidth(),
        enlarged.inputHeight(),
        enlarged.width(),
        enlarged.height(),
        rounded(seconds),
        rounded(enlarged.meanBlur()),
        rounded(enlarged.greatestBlur()),
        "");
  }

  void skipped(Job job) {
    line(job.input(), job.picture(), "skipped", "", "", "", "", "", "", "", "");
  }

  /** A picture that failed, or an input that never became a job. */
  void failed(Path input, String message) {
    line(input, "", "failed", "", "", "", "", "", "", "", message);
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private void line(Object... cells) {
    lines.print(Arrays.stream(cells).map(BatchReport::quoted).collect(Collectors.joining(",")));
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
