package dev.clearer.bench;

import com.sun.management.ThreadMXBean;
import dev.clearer.degrade.Defocus;
import dev.clearer.degrade.Shot;
import java.lang.management.ManagementFactory;

/** Measures CPU time, wall-clock time and allocated bytes of blurring one picture. */
public final class DefocusCost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private DefocusCost() {}

  /** Prints a line for each seed at each size; the first one includes warm-up. */
  public static void main(String[] arguments) {
    measure(640, 480, 21, 5);
    measure(320, 240, 21, 5);
    measure(1280, 960, 21, 5);
    measure(2048, 1024, 61, 2);
  }

  private static void measure(int width, int height, int circle, int seeds) {
    SyntheticScene scene = SyntheticScene.of(width, height);
    Defocus lens = Defocus.upTo(circle);
    for (int seed = 0; seed < seeds; seed++) {
      long wall = System.nanoTime();
      long user = THREADS.getCurrentThreadUserTime();
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      Shot shot = lens.draw(scene.depth(), seed);
      lens.blur(scene.sharp(), shot);
      System.out.printf(
          "%dx%d circle %d, %d layers: user %.2f s, wall %.2f s, allocated %d MB%n",
          width,
          height,
          circle,
          shot.layers().count(),
          (THREADS.getCurrentThreadUserTime() - user) / 1e9,
          (System.nanoTime() - wall) / 1e9,
          (THREADS.getCurrentThreadAllocatedBytes() - bytes) >> 20);
    }
  }
}
