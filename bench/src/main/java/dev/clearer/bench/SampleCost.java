package dev.clearer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.sun.management.ThreadMXBean;
import dev.clearer.config.Configuration;
import dev.clearer.data.BuiltSamples;
import dev.clearer.data.BuiltSet;
import dev.clearer.data.CropShape;
import dev.clearer.data.Degrader;
import dev.clearer.data.FreshSamples;
import dev.clearer.data.LabelForm;
import dev.clearer.data.SampleSource;
import dev.clearer.data.Scene;
import dev.clearer.data.TrainingData;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Samples a second of user CPU time that one thread makes: of an experiment's data, beside what a
 * step needs; or of a folder of sharp pictures and a built set.
 */
public final class SampleCost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int SAMPLES = 200;

  private SampleCost() {}

  /**
   * Arguments: an experiment (YAML) with changes of its data such as {@code root=../shared/data};
   * or a folder of sharp pictures, and a built set whose training part is drawn from.
   */
  public static void main(String[] arguments) throws IOException {
    Path first = Path.of(arguments[0]);
    if (Files.isDirectory(first)) {
      measureFolders(first, Path.of(arguments[1]));
    } else {
      measure(first, List.of(arguments).subList(1, arguments.length));
    }
  }

  private static void measure(Path experiment, List<String> changes) throws IOException {
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    JsonNode whole = yaml.readTree(experiment.toFile());
    String part = yaml.writeValueAsString(whole.get("data"));
    TrainingData data = Configuration.parse(part, "data", TrainingData.class, changes);
    List<? extends SampleSource> sources = data.sources(4);
    double rate = measure("samples", r -> sources.get(r.nextInt(sources.size())).draw(r));
    int batch = whole.at("/sampling/batch").asInt();
    System.out.printf(
        "a step of %d samples costs one thread %.2f s: beside steps of as many seconds"
            + " (seconds_per_step in the run's log.csv) it is the bottleneck%n",
        batch, batch / rate);
  }

  private static void measureFolders(Path sharp, Path built) {
    Degrader degrader = new Degrader(4, 21);
    measure("fresh 48x48", new FreshSamples(Scene.in(sharp), degrader, CropShape.of(48, 48)));
    BuiltSet set = BuiltSet.in(built);
    for (int size : new int[] {48, 96}) {
      measure(
          "built " + size + "x" + size,
          new BuiltSamples(set.pairs("train", ""), LabelForm.FROM_ZERO, CropShape.of(size, size)));
    }
  }

  /** Returns samples a second of user CPU time. */
  private static double measure(String name, SampleSource source) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < SAMPLES; i++) {
      source.draw(random.split());
    }
    long wall = System.nanoTime();
    long user = THREADS.getCurrentThreadUserTime();
    for (int i = 0; i < SAMPLES; i++) {
      source.draw(random.split());
    }
    double userSeconds = (THREADS.getCurrentThreadUserTime() - user) / 1e9;
    double wallSeconds = (System.nanoTime() - wall) / 1e9;
    System.out.printf(
        "%s: %.0f samples a second of user CPU time (%.0f of wall time)%n",
        name, SAMPLES / userSeconds, SAMPLES / wallSeconds);
    return SAMPLES / userSeconds;
  }
}
