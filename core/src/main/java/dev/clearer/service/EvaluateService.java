package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.data.TestSet;
import dev.clearer.evaluate.Conventions;
import dev.clearer.evaluate.Evaluation;
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
 * Measures models beside bicubic, Lanczos and other people's results, on sharp pictures that are
 * degraded always alike or on a built dataset.
 */
public final class EvaluateService {
  /** The scale of the usual groups where neither a user nor a model says another. */
  private static final int USUAL_SCALE = 4;

  private EvaluateService() {}

  /**
   * What to measure.
   *
   * @param pictures to measure on
   * @param models the first is the one that the evaluation is about
   * @param control a model that was trained likewise but is told nothing about blur; null if none
   * @param results folders of pictures that other programs restored
   * @param upperBound whether the first model is also measured when told the true blur
   * @param scale how many times smaller the low-resolution pictures are; 0 for what named groups
   *     have, and what the first model does best where none is named
   * @param border pixels left out at every side, 0 to 10
   * @param device where models compute
   * @param memoryBytes what a network may take of native memory at a time: larger pictures are done
   *     in tiles
   * @param ensemble whether models take the means of eight mirrored and turned views
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
   * Measures, and writes a row for every picture to {@code evaluation.csv} as it goes, then all
   * tables to {@code evaluation.md} and, with pictures, to {@code evaluation.html}.
   *
   * @param output a folder, which is created if it does not exist; null to write nothing
   * @return the tables in Markdown
   * @throws InputException if pictures, a model or results cannot be read, or nothing be written
   */
  public static String evaluate(Request request, @Nullable Path output, Progress progress) {
    if (output != null) {
      Folders.made(output);
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
        new Evaluation(set, groups, request.pictures().most(), methods, conventions(request));
    evaluation.run(csv, progress);
    return new Report(evaluation, roles);
  }

  /**
   * Writes the pictures as other programs need them: {@code output/val} in the layout of a built
   * dataset, that is sharp ones, low-resolution ones, blur maps and classes where known.
   *
   * @param scale as for {@link Request}; 0 for the groups' own
   * @return how many pictures of low resolution were written
   * @throws InputException if the pictures cannot be read, there is such a folder already, or it
   *     cannot be written
   */
  public static int export(TestPictures pictures, int scale, Path output, Progress progress) {
    TestSet set = pictures.open(scale, USUAL_SCALE);
    return TestSetFiles.write(set, pictures.chosen(set), pictures.most(), output, progress);
  }

  private static void write(Path file, String text) {
    OutputFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Conventions conventions(Request request) {
    TestPictures pictures = request.pictures();
    int kernelSize = (int) Math.round(pictures.maximumCircle());
    return new Conventions(request.border(), kernelSize, pictures.labelledClasses());
  }

  private static Report.Roles roles(Request request, Upscaler upscaler, boolean knowsBlur) {
    String first = name(request.models().get(0), request);
    boolean ensemble = request.ensemble();
    Optional<Method> informed =
        request.upperBound() && knowsBlur
            ? Optional.of(Method.toldTheBlur(first + ", told the true blur", upscaler, ensemble))
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
    List<Method> methods = new ArrayList<>(Method.simple());
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
            "Two methods are called %s: tell them apart with NAME=...".formatted(method.name()));
      }
    }
  }
}
