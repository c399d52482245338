package dev.clearer.bench;

import com.sun.management.ThreadMXBean;
import dev.clearer.data.BuiltSamples;
import dev.clearer.data.BuiltSet;
import dev.clearer.data.CropShape;
import dev.clearer.data.Degrader;
import dev.clearer.data.FreshSamples;
import dev.clearer.data.LabelForm;
import dev.clearer.data.SampleSource;
import dev.clearer.data.Scene;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Samples a second of user CPU time that one thread makes. */
public final class SampleCost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int SAMPLES = 200;

  private SampleCost() {}

  /** Arguments: a folder of sharp pictures, and a built set whose training part is drawn from. */
  public static void main(String[] arguments) {
    Degrader degrader = new Degrader(4, 21);
    Path sharp = Path.of(arguments[0]);
    measure("fresh 48x48", new FreshSamples(Scene.in(sharp), degrader, CropShape.of(48, 48)));
    BuiltSet set = BuiltSet.in(Path.of(arguments[1]));
    for (int size : new int[] {48, 96}) {
      measure(
          "built " + size + "x" + size,
          new BuiltSamples(set.pairs("train", ""), LabelForm.FROM_ZERO, CropShape.of(size, size)));
    }
  }

  private static void measure(String name, SampleSource source) {
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
  }
}
