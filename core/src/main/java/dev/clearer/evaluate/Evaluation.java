package dev.clearer.evaluate;

import dev.clearer.Progress;
import dev.clearer.data.TestPicture;
import dev.clearer.data.TestSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures methods on the pictures of a test set, group by group. */
public final class Evaluation {
  private final TestSet set;
  private final List<TestSet.Group> groups;
  private final int limit;
  private final List<Method> methods;
  private final MeasureSettings settings;
  private final Map<TestSet.Group, Map<Method, Scores>> scores = new LinkedHashMap<>();

  /**
   * Creates an evaluation.
   *
   * @param groups groups of {@code set}
   * @param limit maximum number of pictures per group; the first ones are used
   * @param methods methods in the order of the tables
   */
  public Evaluation(
      TestSet set,
      List<TestSet.Group> groups,
      int limit,
      List<Method> methods,
      MeasureSettings settings) {
    this.set = set;
    this.groups = List.copyOf(groups);
    this.limit = limit;
    this.methods = List.copyOf(methods);
    this.settings = settings;
    for (TestSet.Group group : groups) {
      Map<Method, Scores> empty = new LinkedHashMap<>();
      methods.forEach(method -> empty.put(method, new Scores()));
      scores.put(group, empty);
    }
  }

  /** Called with every measurement as soon as it exists. */
  interface Listener {
    void measured(TestSet.Group group, String picture, Method method, Measurement values);
  }

  /** Measures everything and writes a row for every picture and method to {@code csv}. */
  public void run(MeasurementTable csv, Progress progress) {
    run(csv::add, progress);
  }

  void run(Listener listener, Progress progress) {
    int all = groups.stream().mapToInt(this::count).sum();
    int done = 0;
    for (TestSet.Group group : groups) {
      for (int i = 0; i < count(group); i++) {
        measure(group, set.read(group, i), listener);
        progress.report(++done / (double) all);
      }
    }
  }

  private void measure(TestSet.Group group, TestPicture picture, Listener listener) {
    for (Method method : methods(group)) {
      Measurement values = Measurement.of(method, group, picture, settings);
      scores(group, method).add(values);
      listener.measured(group, picture.name(), method, values);
    }
  }

  /** One line for each group, comparing the last method with the first. */
  public List<String> summary() {
    return groups.stream().map(this::summary).toList();
  }

  private String summary(TestSet.Group group) {
    List<Method> own = methods(group);
    Scores first = scores(group, own.get(0));
    Scores last = scores(group, own.get(own.size() - 1));
    return String.format(
        Locale.ROOT,
        "%s PSNR-Y %.3f dB (%s %.3f), blur MAE %.3f px, Spearman %.3f",
        group.title(),
        Scores.mean(last.psnr()),
        own.get(0).name(),
        Scores.mean(first.psnr()),
        last.blurError.value(),
        last.blurRank.value());
  }

  /** Number of pictures of {@code group} that are measured. */
  int count(TestSet.Group group) {
    return Math.min(limit, set.names(group).size());
  }

  TestSet set() {
    return set;
  }

  List<TestSet.Group> groups() {
    return groups;
  }

  List<Method> methods() {
    return methods;
  }

  /** The methods that apply to a group. */
  List<Method> methods(TestSet.Group group) {
    return methods.stream().filter(method -> method.applies(group)).toList();
  }

  /** The first method of a group: bicubic, or the input if it has the same size. */
  Method baseline(TestSet.Group group) {
    return methods(group).get(0);
  }

  MeasureSettings settings() {
    return settings;
  }

  Scores scores(TestSet.Group group, Method method) {
    Scores found = scores.getOrDefault(group, Map.of()).get(method);
    if (found == null) {
      throw new IllegalArgumentException(method.name() + " was not measured on " + group.title());
    }
    return found;
  }
}
