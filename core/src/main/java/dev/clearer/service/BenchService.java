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

/** Measures the speed of a model on this machine, from picture to picture without file access. */
public final class BenchService {
  private final Upscaler upscaler;

  /**
   * The measurements for one input size.
   *
   * @param pixels number of pixels of the input
   * @param seconds wall-clock time of the fastest run
   * @param median median wall-clock time of a run in seconds
   * @param processorSeconds CPU time of all threads together, in the run with the least CPU time
   * @param peakBytes peak physical memory of the process; empty if the system is not Linux
   */
  public record Measurement(
      long pixels, double seconds, double median, double processorSeconds, OptionalLong peakBytes) {
    /** Seconds per million input pixels of the fastest run. */
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

  /** Whether {@link Precision#AUTO} is bfloat16 on this machine. */
  public static boolean hasBfloat16() {
    return Precision.AUTO.resolved(Device.CPU) == Precision.BF16;
  }

  /**
   * Enlarges a random picture {@code runs} times on {@code threads} threads, after one warm-up run.
   */
  public Measurement measure(int width, int height, int threads, int runs) {
    Image picture = noise(width, height);
    Task task = Task.scale(upscaler.model().bestScale());
    int before = Device.threads();
    Device.useThreads(threads);
    try {
      upscaler.upscale(picture, task, Progress.NONE);
      PeakMemory.forget();
      double[] seconds = new double[runs];
      double smallestProcessorSeconds = Double.MAX_VALUE;
      for (int run = 0; run < runs; run++) {
        long startProcessor = processorNanos();
        long start = System.nanoTime();
        upscaler.upscale(picture, task, Progress.NONE);
        seconds[run] = (System.nanoTime() - start) / 1e9;
        smallestProcessorSeconds =
            Math.min(smallestProcessorSeconds, (processorNanos() - startProcessor) / 1e9);
      }
      Arrays.sort(seconds);
      return new Measurement(
          (long) width * height,
          seconds[0],
          seconds[runs / 2],
          smallestProcessorSeconds,
          PeakMemory.bytes());
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
