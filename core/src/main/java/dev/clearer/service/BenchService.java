package dev.clearer.service;

import dev.clearer.Progress;
import dev.clearer.image.Image;
import dev.clearer.infer.Task;
import dev.clearer.infer.Upscaler;
import dev.clearer.service.UpscaleService.Settings;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.PeakMemory;
import dev.clearer.tensor.Precision;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Times a model on this machine, from picture to picture: no file is read or written. */
public final class BenchService {
  private final Upscaler upscaler;

  /**
   * What was measured of one size.
   *
   * @param pixels of the input
   * @param seconds of the quickest run
   * @param median seconds of the run in the middle
   * @param processorSeconds of all threads together, in the run that took the least of them
   * @param peakBytes of physical memory that the whole process held at most; empty where only Linux
   *     could tell
   */
  public record Measurement(
      long pixels, double seconds, double median, double processorSeconds, OptionalLong peakBytes) {
    /** Seconds a million pixels of input, of the quickest run. */
    public double secondsPerMegapixel() {
      return seconds / pixels * 1e6;
    }
  }

  private BenchService(Upscaler upscaler) {
    this.upscaler = upscaler;
  }

  /**
   * Loads the model.
   *
   * @throws dev.clearer.InputException if there is no such model or device
   */
  public static BenchService open(Settings settings) {
    return new BenchService(UpscaleService.load(settings));
  }

  /** Whether {@link Precision#AUTO} means bfloat16 on this machine. */
  public static boolean hasBfloat16() {
    return Precision.AUTO.resolved(Device.CPU) == Precision.BF16;
  }

  /** Enlarges a made-up picture {@code runs} times on so many threads, after once to warm up. */
  public Measurement measure(int width, int height, int threads, int runs) {
    Image picture = noise(width, height);
    Task task = Task.scale(upscaler.model().bestScale());
    int before = Device.threads();
    Device.useThreads(threads);
    try {
      upscaler.upscale(picture, task, Progress.NONE);
      PeakMemory.forget();
      double[] seconds = new double[runs];
      double leastProcessor = Double.MAX_VALUE;
      for (int run = 0; run < runs; run++) {
        long processor = processorNanos();
        long start = System.nanoTime();
        upscaler.upscale(picture, task, Progress.NONE);
        seconds[run] = (System.nanoTime() - start) / 1e9;
        leastProcessor = Math.min(leastProcessor, (processorNanos() - processor) / 1e9);
      }
      Arrays.sort(seconds);
      return new Measurement(
          (long) width * height, seconds[0], seconds[runs / 2], leastProcessor, PeakMemory.bytes());
    } finally {
      Device.useThreads(before);
    }
  }

  private static Image noise(int width, int height) {
    SplittableRandom random = new SplittableRandom(1);
    float[][] planes = new float[3][width * height];
    for (float[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (float) random.nextDouble();
      }
    }
    return Image.of(width, height, planes);
  }

  private static long processorNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}
