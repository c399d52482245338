package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapFiles;
import dev.clearer.image.OutputFile;
import dev.clearer.image.Picture;
import dev.clearer.infer.BlurCorrection;
import dev.clearer.infer.Models;
import dev.clearer.infer.Upscaler;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Processor;
import java.nio.file.Path;

/**
 * Enlarges picture files with one loaded model, also for several threads at a time (the memory
 * budget counts for each); holds native memory for as long as it lives.
 */
public final class UpscaleService {
  /** The model that is used where none is named. */
  public static final String DEFAULT_MODEL = Models.DEFAULT;

  private final Upscaler upscaler;
  private final Settings settings;
  private final BlurCorrection correction;

  /** Where to compute. */
  public enum Device {
    /** The best that there is. */
    AUTO,
    /** The processor. */
    CPU,
    /** The first NVIDIA GPU. */
    CUDA;

    private Processor processor() {
      return switch (this) {
        case AUTO -> Processor.auto();
        case CPU -> Processor.CPU;
        case CUDA -> Processor.CUDA.required();
      };
    }
  }

  /** In which floating-point type to compute. */
  public enum Arithmetic {
    /** bfloat16 where the CPU has instructions for it, float32 elsewhere and on a GPU. */
    AUTO,
    /** float32. */
    F32,
    /** bfloat16 in the convolutions. */
    BF16;

    private Precision precision(Processor processor) {
      return switch (this) {
        case AUTO -> Precision.auto(processor);
        case F32 -> Precision.F32;
        case BF16 -> Precision.BF16;
      };
    }
  }

  /**
   * How to work.
   *
   * @param model a name that comes with the program, or a file of weights
   * @param scale enlargement, 1 to 4
   * @param arithmetic floating-point type
   * @param device where to compute
   * @param memoryBytes what the network may take of native memory at a time
   * @param mostPixels the largest picture that is read, width times height
   */
  public record Settings(
      String model,
      int scale,
      Arithmetic arithmetic,
      Device device,
      long memoryBytes,
      long mostPixels) {}

  /** An enlarged picture with what was found out about it, and the input's size in pixels. */
  public record Enlarged(
      int inputWidth, int inputHeight, Picture picture, Upscaler.Result estimates) {
    /** Mean sigma in output pixels. */
    public double meanBlur() {
      double sum = 0;
      for (float sigma : estimates.estimatedBlur().sigma()) {
        sum += sigma;
      }
      return sum / estimates.estimatedBlur().sigma().length;
    }

    /** Greatest sigma in output pixels. */
    public double greatestBlur() {
      float greatest = 0;
      for (float sigma : estimates.estimatedBlur().sigma()) {
        greatest = Math.max(greatest, sigma);
      }
      return greatest;
    }
  }

  private UpscaleService(Upscaler upscaler, Settings settings, BlurCorrection correction) {
    this.upscaler = upscaler;
    this.settings = settings;
    this.correction = correction;
  }

  /**
   * Loads the model.
   *
   * @throws InputException if there is no such model or device, or a setting is out of range
   */
  public static UpscaleService open(Settings settings) {
    return new UpscaleService(load(settings), settings, BlurCorrection.NONE);
  }

  static Upscaler load(Settings settings) {
    Processor processor = settings.device().processor();
    Upscaler.Settings how =
        new Upscaler.Settings(
            settings.scale(),
            settings.arithmetic().precision(processor),
            settings.memoryBytes(),
            processor);
    return Upscaler.load(Models.network(Models.read(settings.model())), how);
  }

  /** This service, with the same model, for pictures whose blur somebody knows better. */
  public UpscaleService told(BlurCorrection better) {
    return new UpscaleService(upscaler, settings, better);
  }

  /** Leaves each of so many threads that enlarge at the same time its share of the CPU's cores. */
  public void shareProcessor(int threads) {
    Processor.useThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / threads));
  }

  /**
   * Reads and enlarges the picture of {@code job}, after checking that its results can be written.
   *
   * @throws InputException if it cannot be read, is too large, or its place cannot be written to
   */
  public Enlarged enlarge(UpscalePlan.Job job, Progress progress) {
    Path folder = job.picture().toAbsolutePath().getParent();
    if (folder != null) {
      Folders.made(folder);
    }
    OutputFile.requireWritable(job.picture());
    Picture picture = ImageFiles.read(job.input(), settings.mostPixels());
    requireRoom(job.input(), picture);
    try {
      Upscaler.Result result = upscaler.upscale(picture.colour(), correction, progress);
      return new Enlarged(
          picture.width(), picture.height(), picture.with(result.picture()), result);
    } catch (OutOfMemoryError | ArithmeticException e) {
      throw new InputException(tooLarge(job.input(), picture), e);
    }
  }

  /**
   * Writes what {@code job} asks for: the maps first, the picture last.
   *
   * @throws InputException if its place cannot be written to
   */
  public void write(Enlarged enlarged, UpscalePlan.Job job) {
    UpscalePlan.Maps maps = job.maps();
    try {
      if (maps != null) {
        MapFiles.writeBlur(enlarged.estimates().blurMap(), maps.blur());
        MapFiles.writeLabels(enlarged.estimates().labels(), maps.semantics());
      }
      ImageFiles.write(enlarged.picture(), job.picture());
    } catch (OutOfMemoryError e) {
      throw new InputException(tooLarge(job.input(), enlarged.picture()), e);
    }
  }

  /** Refuses before the work what would fail after it: a result needs room in Java's memory. */
  private void requireRoom(Path input, Picture picture) {
    double inputPixels = (double) picture.width() * picture.height();
    int bands = picture.colour().channels() + (picture.alpha() == null ? 0 : 1);
    double samples = inputPixels * settings.scale() * settings.scale() * bands;
    double file = samples * picture.bitDepth() / 8;
    double planes = inputPixels * 16 * bands * Float.BYTES;
    if (file > Integer.MAX_VALUE || planes + 3 * file > Runtime.getRuntime().maxMemory()) {
      throw new InputException(tooLarge(input, picture));
    }
  }

  private static String tooLarge(Path input, Picture picture) {
    return "%s (%dx%d) is too large for this machine: crop or shrink it, or choose a smaller --scale."
        .formatted(input, picture.width(), picture.height());
  }
}
