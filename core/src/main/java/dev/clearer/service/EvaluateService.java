package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.data.TestSet;
import dev.clearer.evaluate.Evaluation;
import dev.clearer.evaluate.MeasureSettings;
import dev.clearer.evaluate.MeasurementTable;
import dev.clearer.evaluate.Method;
import dev.clearer.evaluate.Page;
import dev.clearer.evaluate.Report;
import dev.clearer.evaluate.ResultFolder;
import dev.clearer.image.OutputFile;
import dev.clearer.infer.Upscaler;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.Precision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures models together with bicubic, Lanczos and results of other programs, on sharp pictures
 * with a reproducible degradation or on a built dataset.
 */
public final class EvaluateService {
  /** The scale of the default groups for {@link #export}. */
  private static final int DEFAULT_SCALE = 4;

  private EvaluateService() {}

  /**
   * What to measure.
   *
   * @param pictures the test pictures
   * @param models models to measure; the first one is compared with all other methods
   * @param control a model with the same training whose restorer gets no blur map; null if none
   * @param results folders of pictures that other programs restored
   * @param upperBound whether the first model is also measured when given the true blur
   * @param scale downscaling factor of the low-resolution pictures; 0 for that of the named groups,
   *     or the best scale of the first model if none is named
   * @param border width in pixels of the border that is ignored, 0 to 10
   * @param device where models run
   * @param memoryBytes memory budget of a network; larger pictures are processed in tiles
   * @param ensemble whether models average eight mirrored and rotated views
   */
  public record Request(
      TestPictures pictures,
      List<NamedModel> models,
      @Nullable NamedModel control,
      List<NamedSource> results,
      boolean upperBound,
      int scale,
      int border,
      Device device,
      long memoryBytes,
      boolean ensemble) {
    /** Checks that there is a model. */
    public Request {
      if (models.isEmpty()) {
        throw new InputException("Name a model to measure with --model.");
      }
      models = List.copyOf(models);
      results = List.copyOf(results);
    }
  }

  /**
   * Measures and writes {@code evaluation.csv} (a row per picture and method, as soon as it is
   * measured), then {@code evaluation.md} (all tables) and {@code evaluation.html} (with pictures).
   *
   * @param output a folder, which is created if it does not exist; null to write nothing
   * @return the tables in Markdown
   * @throws InputException if pictures, a model or results cannot be read, or the output cannot be
   *     written
   */
  public static String evaluate(Request request, @Nullable Path output, Progress progress) {
    if (output != null) {
      OutputFolder.create(output);
    }
    try (MeasurementTable csv =
        MeasurementTable.to(output == null ? null : output.resolve("evaluation.csv"))) {
      Report report = measured(request, csv, progress.part(0, output == null ? 1 : 0.9));
      csv.finish();
      String tables = report.markdown();
      if (output != null) {
        write(output.resolve("evaluation.md"), tables);
        String title = "Evaluation on " + request.pictures().folder();
        String page = Page.html(report, title, progress.part(0.9, 1));
        write(output.resolve("evaluation.html"), page);
      }
      return tables;
    }
  }

  private static Report measured(Request request, MeasurementTable csv, Progress progress) {
    Upscaler first = load(request.models().get(0), request);
    TestSet set = request.pictures().open(request.scale(), first.model().bestScale());
    List<TestSet.Group> groups = request.pictures().chosen(set);
    Report.Roles roles = roles(request, first, set.knowsBlur());
    List<Method> methods = methods(request, set, groups, roles);
    Evaluation evaluation =
        new Evaluation(set, groups, request.pictures().limit(), methods, settings(request));
    evaluation.run(csv, progress);
    return new Report(evaluation, roles);
  }

  /**
   * Writes the test pictures for other programs, in the layout of a built dataset: {@code
   * output/val} with sharp and low-resolution pictures, blur maps and, if known, classes.
   *
   * @param scale as for {@link Request}; 0 for that of the groups
   * @return number of low-resolution pictures written
   * @throws InputException if the pictures cannot be read, the folder exists already, or it cannot
   *     be written
   */
  public static int export(TestPictures pictures, int scale, Path output, Progress progress) {
    TestSet set = pictures.open(scale, DEFAULT_SCALE);
    return TestSetFiles.write(set, pictures.chosen(set), pictures.limit(), output, progress);
  }

  private static void write(Path file, String text) {
    OutputFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static MeasureSettings settings(Request request) {
    TestPictures pictures = request.pictures();
    int kernelSize = (int) Math.round(pictures.maximumCircle());
    return new MeasureSettings(request.border(), kernelSize, pictures.labelledClasses());
  }

  private static Report.Roles roles(Request request, Upscaler upscaler, boolean knowsBlur) {
    String first = name(request.models().get(0), request);
    boolean ensemble = request.ensemble();
    Optional<Method> informed =
        request.upperBound() && knowsBlur
            ? Optional.of(Method.withTrueBlur(first + ", given the true blur", upscaler, ensemble))
            : Optional.empty();
    Optional<Method> control =
        Optional.ofNullable(request.control()).map(model -> method(model, request));
    return new Report.Roles(Method.model(first, upscaler, ensemble), informed, control);
  }

  private static Method method(NamedModel model, Request request) {
    return Method.model(name(model, request), load(model, request), request.ensemble());
  }

  private static String name(NamedModel model, Request request) {
    return request.ensemble() ? model.name() + " (ensemble)" : model.name();
  }

  private static Upscaler load(NamedModel model, Request request) {
    return UpscaleService.load(
        new UpscaleService.Settings(
            model.choice(),
            Precision.AUTO,
            request.device(),
            request.memoryBytes(),
            Long.MAX_VALUE));
  }

  private static List<Method> methods(
      Request request, TestSet set, List<TestSet.Group> groups, Report.Roles roles) {
    List<Method> methods = new ArrayList<>(Method.baselines());
    for (NamedSource result : request.results()) {
      ResultFolder folder = new ResultFolder(result.name(), Path.of(result.source()), groups);
      for (TestSet.Group group : groups) {
        folder.requireWhole(set, group, request.pictures().count(set, group));
      }
      methods.add(folder);
    }
    roles.control().ifPresent(methods::add);
    methods.add(roles.tested());
    request.models().stream().skip(1).forEach(model -> methods.add(method(model, request)));
    roles.informed().ifPresent(methods::add);
    requireDistinct(methods);
    return methods;
  }

  private static void requireDistinct(List<Method> methods) {
    Set<String> known = new HashSet<>();
    for (Method method : methods) {
      if (!known.add(method.name())) {
        throw new InputException(
            "Two methods are called %s. Give them different names with NAME=..."
                .formatted(method.name()));
      }
    }
  }
}
