package dev.clearer.service;

import dev.clearer.Progress;
import dev.clearer.data.Degrader;
import dev.clearer.data.Sample;
import dev.clearer.data.Scene;
import dev.clearer.data.ValidationSet;
import dev.clearer.image.OutputFile;
import dev.clearer.image.Resize;
import dev.clearer.infer.Upscaler;
import dev.clearer.tensor.Precision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures models beside bicubic and Lanczos on sharp pictures that are degraded always alike:
 * group 1 out of focus by depth, group 2 with one sigma for the whole picture.
 */
public final class EvaluateService {
  private static final int SCALE = 4;
  private static final long TILE_MEMORY = 1L << 30;

  private EvaluateService() {}

  /**
   * What to measure.
   *
   * @param data a folder of sharp JPEGs, with {@code _regions.png} or {@code _depth_mm.png} beside
   *     them where known
   * @param models names or files
   * @param maximumCircle largest circle of confusion in pixels
   * @param pictures how many pictures at most
   * @param output where {@code evaluation.csv} and {@code evaluation.md} go; null to write nothing
   */
  public record Request(
      Path data, List<String> models, double maximumCircle, int pictures, @Nullable Path output) {}

  /**
   * Measures.
   *
   * @return the table of means in Markdown
   * @throws dev.clearer.InputException if pictures or a model cannot be read, or nothing be written
   */
  public static String evaluate(Request request, Progress progress) {
    if (request.output() != null) {
      OutputFile.requireWritable(request.output().resolve("evaluation.csv"));
    }
    ValidationSet set =
        new ValidationSet(Scene.in(request.data()), new Degrader(SCALE, request.maximumCircle()));
    Map<String, Upscaler> models = new LinkedHashMap<>();
    for (String model : request.models()) {
      models.put(
          model,
          Upscaler.load(
              Models.read(model), new Upscaler.Settings(SCALE, Precision.auto(), TILE_MEMORY)));
    }
    List<Row> rows = rows(set, Math.min(set.size(), request.pictures()), models, progress);
    String table = table(rows);
    if (request.output() != null) {
      write(request.output().resolve("evaluation.csv"), csv(rows));
      write(request.output().resolve("evaluation.md"), table);
    }
    return table;
  }

  private static void write(Path file, String text) {
    OutputFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** One method on one picture. */
  private record Row(
      Measurement.Group group, int picture, String method, Measurement values, double seconds) {}

  private static List<Row> rows(
      ValidationSet set, int count, Map<String, Upscaler> models, Progress progress) {
    List<Row> rows = new ArrayList<>();
    int done = 0;
    for (Measurement.Group group : Measurement.Group.values()) {
      for (int i = 0; i < count; i++) {
        measure(group, i, group.sample(set, i), models, rows);
        progress.report(++done / (2.0 * count));
      }
    }
    return rows;
  }

  private static void measure(
      Measurement.Group group,
      int picture,
      Sample sample,
      Map<String, Upscaler> models,
      List<Row> rows) {
    int width = sample.sharp().width();
    int height = sample.sharp().height();
    long start = System.nanoTime();
    Measurement bicubic = Measurement.of(sample, Measurement.bicubic(sample));
    rows.add(new Row(group, picture, "bicubic", bicubic, since(start)));
    start = System.nanoTime();
    Measurement lanczos =
        Measurement.of(sample, Resize.lanczos3(sample.lowResolution(), width, height));
    rows.add(new Row(group, picture, "Lanczos", lanczos, since(start)));
    for (Map.Entry<String, Upscaler> model : models.entrySet()) {
      start = System.nanoTime();
      Upscaler.Result result = model.getValue().upscale(sample.lowResolution(), Progress.NONE);
      double seconds = since(start);
      rows.add(new Row(group, picture, model.getKey(), Measurement.of(sample, result), seconds));
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static String csv(List<Row> rows) {
    StringBuilder csv =
        new StringBuilder("group,picture,method,psnr_y,ssim_y,blur_mae,blur_spearman,seconds\n");
    for (Row row : rows) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%s,%.4f,%.5f,%s,%s,%.3f%n",
              row.group.title(),
              row.picture,
              row.method,
              row.values.psnr(),
              row.values.ssim(),
              number(row.values.blurError(), ""),
              number(row.values.blurRank(), ""),
              row.seconds));
    }
    return csv.toString();
  }

  private static String table(List<Row> rows) {
    StringBuilder table =
        new StringBuilder(
            """
            | group | method | PSNR-Y (dB) | SSIM-Y | blur MAE (px) | Spearman | s a picture |
            |---|---|---|---|---|---|---|
            """);
    for (Measurement.Group group : Measurement.Group.values()) {
      Map<String, List<Row>> methods = new LinkedHashMap<>();
      rows.stream()
          .filter(row -> row.group == group)
          .forEach(row -> methods.computeIfAbsent(row.method, m -> new ArrayList<>()).add(row));
      methods.forEach((method, all) -> table.append(line(group, method, all)));
    }
    return table.toString();
  }

  private static String line(Measurement.Group group, String method, List<Row> rows) {
    Measurement mean = Measurement.mean(rows.stream().map(Row::values).toList());
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.3f | %.4f | %s | %s | %.2f |%n",
        group.title(),
        method,
        mean.psnr(),
        mean.ssim(),
        number(mean.blurError(), "–"),
        number(mean.blurRank(), "–"),
        rows.stream().mapToDouble(Row::seconds).average().orElse(Double.NaN));
  }

  private static String number(double value, String missing) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : missing;
  }
}
