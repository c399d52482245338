package dev.clearer.evaluate;

import dev.clearer.InputException;
import dev.clearer.data.TestSet;
import dev.clearer.image.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The table of all measurements (CSV, RFC 4180, UTF-8): a row for every picture and method. It
 * grows under the name {@code <stem>-unfinished.csv}, whole after each row, and gets its own name
 * in the end.
 */
public final class CsvFile implements AutoCloseable {
  private static final String HEADER =
      "group,picture,method,psnr_y,ssim_y,blur_mae,blur_mae_near_jumps,blur_psnr,blur_ssim,"
          + "blur_spearman,within_1_scale,within_2_scales,noise_error,miou,seconds,peak_mb";

  private final PrintWriter lines;
  private final @Nullable Path unfinished;
  private final @Nullable Path file;

  private CsvFile(PrintWriter lines, @Nullable Path unfinished, @Nullable Path file) {
    this.lines = lines;
    this.unfinished = unfinished;
    this.file = file;
    List<String> header = new ArrayList<>(List.of(HEADER));
    for (String band : BandErrors.NAMES) {
      String name = band.replace("–", "_").replace(" ", "_");
      header.add("psnr_y_sigma_" + name);
      header.add("pixels_sigma_" + name);
    }
    line(String.join(",", header));
  }

  /**
   * Begins the table; null is nowhere.
   *
   * @throws InputException if the file cannot be written
   */
  public static CsvFile to(@Nullable Path file) {
    if (file == null) {
      return new CsvFile(new PrintWriter(Writer.nullWriter()), null, null);
    }
    Path unfinished =
        file.resolveSibling(file.getFileName().toString().replace(".csv", "-unfinished.csv"));
    OutputFile.requireWritable(file);
    OutputFile.requireWritable(unfinished);
    try {
      return new CsvFile(
          new PrintWriter(Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)),
          unfinished,
          file);
    } catch (IOException e) {
      throw new InputException("Cannot write " + unfinished + ": " + e.getMessage() + ".", e);
    }
  }

  void add(TestSet.Group group, String picture, Method method, Measurement values) {
    List<String> cells = new ArrayList<>();
    for (String text : List.of(group.title(), picture, method.name())) {
      cells.add(quoted(text));
    }
    Measurement.Blur blur = values.blur();
    cells.addAll(numbers(4, values.psnr()));
    cells.addAll(numbers(5, values.ssim()));
    cells.addAll(numbers(4, blur.error(), blur.jumps(), blur.psnr(), blur.ssim(), blur.rank()));
    cells.addAll(numbers(4, blur.calibration().within(1), blur.calibration().within(2)));
    cells.addAll(numbers(4, values.noise(), values.iou()));
    cells.addAll(numbers(3, values.seconds()));
    cells.addAll(numbers(0, values.peakBytes() / (1 << 20)));
    for (int band = 0; band < BandErrors.NAMES.size(); band++) {
      cells.addAll(numbers(4, values.bands().psnr(band)));
      cells.add("" + values.bands().pixels(band));
    }
    line(String.join(",", cells));
  }

  private static List<String> numbers(int digits, double... values) {
    return Arrays.stream(values)
        .mapToObj(
            value ->
                Double.isNaN(value)
                    ? ""
                    : Double.isInfinite(value)
                        ? "inf"
                        : String.format(Locale.ROOT, "%." + digits + "f", value))
        .toList();
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private void line(String line) {
    lines.print(line + "\r\n");
    lines.flush();
    if (lines.checkError()) {
      throw new InputException("Cannot write to " + unfinished + ": is the disk full?");
    }
  }

  /**
   * Gives the whole table its name.
   *
   * @throws InputException if it cannot be renamed
   */
  public void finish() {
    lines.close();
    if (unfinished != null && file != null) {
      try {
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new InputException("Cannot write " + file + ": " + e.getMessage() + ".", e);
      }
    }
  }

  @Override
  public void close() {
    lines.close();
  }
}
