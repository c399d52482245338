package dev.clearer.evaluate;

import dev.clearer.InputException;
import dev.clearer.Reason;
import dev.clearer.data.TestSet;
import dev.clearer.image.OutputFile;
import dev.clearer.report.CsvTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The table of all measurements (CSV, RFC 4180, UTF-8): one row for every picture and method. Rows
 * are written to {@code <stem>-unfinished.csv}, which is valid after each row and is renamed at the
 * end.
 */
public final class MeasurementTable implements AutoCloseable {
  private static final String HEADER =
      "group,picture,method,psnr_y,ssim_y,niqe,blur_mae,blur_mae_near_jumps,blur_psnr,blur_ssim,"
          + "blur_spearman,within_1_scale,within_2_scales,noise_error,miou,seconds,peak_mb";

  private final CsvTable table;
  private final @Nullable Path unfinished;
  private final @Nullable Path file;

  private MeasurementTable(CsvTable table, @Nullable Path unfinished, @Nullable Path file) {
    this.table = table;
    this.unfinished = unfinished;
    this.file = file;
    List<String> header = new ArrayList<>(List.of(HEADER.split(",", -1)));
    for (String band : BandErrors.NAMES) {
      String name = band.replace("–", "_").replace(" ", "_");
      header.add("psnr_y_sigma_" + name);
      header.add("pixels_sigma_" + name);
    }
    line(header);
  }

  /**
   * Starts the table. With null, nothing is written.
   *
   * @throws InputException if the file cannot be written
   */
  public static MeasurementTable to(@Nullable Path file) {
    if (file == null) {
      return new MeasurementTable(CsvTable.none(), null, null);
    }
    Path unfinished =
        file.resolveSibling(file.getFileName().toString().replace(".csv", "-unfinished.csv"));
    OutputFile.requireWritable(file);
    OutputFile.requireWritable(unfinished);
    try {
      return new MeasurementTable(CsvTable.in(unfinished), unfinished, file);
    } catch (IOException e) {
      throw cannotWrite(unfinished, e);
    }
  }

  void add(TestSet.Group group, String picture, Method method, Measurement values) {
    List<String> cells = new ArrayList<>(List.of(group.title(), picture, method.name()));
    Measurement.Blur blur = values.blur();
    cells.addAll(numbers(4, values.psnr()));
    cells.addAll(numbers(5, values.ssim()));
    cells.addAll(numbers(4, values.niqe()));
    cells.addAll(numbers(4, blur.error(), blur.jumps(), blur.psnr(), blur.ssim(), blur.rank()));
    cells.addAll(numbers(4, blur.calibration().within(1), blur.calibration().within(2)));
    cells.addAll(numbers(4, values.noise(), values.iou()));
    cells.addAll(numbers(3, values.seconds()));
    cells.addAll(numbers(0, values.peakBytes() / (1 << 20)));
    for (int band = 0; band < BandErrors.NAMES.size(); band++) {
      cells.addAll(numbers(4, values.bands().psnr(band)));
      cells.add("" + values.bands().pixels(band));
    }
    line(cells);
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

  private void line(List<String> cells) {
    try {
      table.row(cells);
    } catch (IOException e) {
      throw cannotWrite(unfinished, e);
    }
  }

  private static InputException cannotWrite(@Nullable Path file, IOException cause) {
    return new InputException("Cannot write %s: %s.".formatted(file, Reason.of(cause)), cause);
  }

  /**
   * Renames the finished table.
   *
   * @throws InputException if it cannot be renamed
   */
  public void finish() {
    try {
      table.close();
      if (unfinished != null && file != null) {
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  @Override
  public void close() {
    try {
      table.close();
    } catch (IOException e) {
      throw cannotWrite(unfinished, e);
    }
  }
}
