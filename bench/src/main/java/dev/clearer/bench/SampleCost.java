package dev.clearer.bench;

import com.sun.management.ThreadMXBean;
import dev.clearer.config.Configuration;
import dev.clearer.data.SampleSource;
import dev.clearer.train.Experiment;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Measures how many training samples one thread produces per second, and how many training needs.
 */
public final class SampleCost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int SAMPLES = 200;

  private SampleCost() {}

  /**
   * Arguments: an experiment (YAML), then changes as for {@code clearer train --set}, such as
   * {@code data.root=data}.
   */
  public static void main(String[] arguments) {
    List<String> changes = List.of(arguments).subList(1, arguments.length);
    Experiment experiment = Configuration.read(Path.of(arguments[0]), Experiment.class, changes);
    int largest = Collections.max(experiment.stage().scales());
    List<Integer> scales = experiment.data().scales(largest);
    double rate = measure(experiment.data().sources(largest), scales);
    int batch = experiment.sampling().batch();
    int threads = experiment.sampling().threads();
    System.out.printf(
        "%d thread(s) are enough for steps of %d samples that take at least %.2f s"
            + " (seconds_per_step in log.csv)%n",
        threads, batch, batch / rate / threads);
  }

  /** Draws from {@code sources} in turn; returns samples per second of CPU time. */
  private static double measure(List<? extends SampleSource> sources, List<Integer> scales) {
    SplittableRandom random = new SplittableRandom(1);
    draw(sources, scales, random);
    long wall = System.nanoTime();
    long user = THREADS.getCurrentThreadUserTime();
    draw(sources, scales, random);
    double userSeconds = (THREADS.getCurrentThreadUserTime() - user) / 1e9;
    double wallSeconds = (System.nanoTime() - wall) / 1e9;
    System.out.printf(
        "%.0f samples per second of CPU time (%.0f per second of wall-clock time)%n",
        SAMPLES / userSeconds, SAMPLES / wallSeconds);
    return SAMPLES / userSeconds;
  }

  private static void draw(
      List<? extends SampleSource> sources, List<Integer> scales, SplittableRandom random) {
    for (int i = 0; i < SAMPLES; i++) {
      sources.get(i % sources.size()).draw(random.split(), scales.get(i % scales.size()));
    }
  }
}
