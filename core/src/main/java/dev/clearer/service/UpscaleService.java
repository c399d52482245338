package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.OutputFile;
import dev.clearer.image.Picture;
import dev.clearer.image.Resize;
import dev.clearer.infer.Upscaler;
import dev.clearer.tensor.Devices;
import dev.clearer.tensor.Precision;
import java.nio.file.Path;

/**
 * Enlarges picture files with one loaded model. One thread at a time; holds native memory for as
 * long as it lives.
 */
public final class UpscaleService {
  /** The model that is used where none is named. */
  public static final String DEFAULT_MODEL = "compact-x4";

  private final Upscaler upscaler;
  private final long mostPixels;

  /** Where to compute. */
  public enum Device {
    /** The best that there is. */
    AUTO,
    /** The processor. */
    CPU,
    /** An NVIDIA GPU. */
    CUDA
  }

  /** In which floating-point type to compute. */
  public enum Arithmetic {
    /** bfloat16 where the processor has it, otherwise float32. */
    AUTO,
    /** float32. */
    F32,
    /** bfloat16 in the convolutions. */
    BF16;

    private Precision precision() {
      return switch (this) {
        case AUTO -> Precision.auto();
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

  /** An enlarged picture and its maps, all of the same size, and the input's size in pixels. */
  public record Enlarged(
      int inputWidth, int inputHeight, Picture picture, BlurMap blurMap, LabelMap labels) {
    /** Mean sigma in output pixels. */
    public double meanBlur() {
      double sum = 0;
      for (float sigma : blurMap.sigma()) {
        sum += sigma;
      }
      return sum / blurMap.sigma().length;
    }

    /** Greatest sigma in output pixels. */
    public double greatestBlur() {
      float greatest = 0;
      for (float sigma : blurMap.sigma()) {
        greatest = Math.max(greatest, sigma);
      }
      return greatest;
    }
  }

  private UpscaleService(Upscaler upscaler, long mostPixels) {
    this.upscaler = upscaler;
    this.mostPixels = mostPixels;
  }

  /**
   * Loads the model.
   *
   * @throws InputException if there is no such model or device, or a setting is out of range
   */
  public static UpscaleService open(Settings settings) {
    Upscaler.Settings how =
        new Upscaler.Settings(
            settings.scale(), settings.arithmetic().precision(), settings.memoryBytes());
    if (settings.device() == Device.CUDA) {
      requireCuda();
    }
    return new UpscaleService(
        Upscaler.load(Models.read(settings.model()), how), settings.mostPixels());
  }

  /**
   * Reads and enlarges the picture of {@code job}, after checking that its results can be written.
   *
   * @throws InputException if it cannot be read, is too large, or its place cannot be written to
   */
  public Enlarged enlarge(UpscalePlan.Job job, Progress progress) {
    OutputFile.requireWritable(job.picture());
    Picture picture = ImageFiles.read(job.input(), mostPixels);
    try {
      Upscaler.Result result = upscaler.upscale(picture.colour(), progress);
      return new Enlarged(
          picture.width(),
          picture.height(),
          enlarged(picture, result.picture()),
          result.blurMap(),
          result.labels());
    } catch (OutOfMemoryError | ArithmeticException e) {
      throw tooLarge(job.input(), picture, e);
    }
  }

  /** The result with what must survive of {@code picture}: alpha, bit depth and metadata. */
  private static Picture enlarged(Picture picture, Image result) {
    Image alpha = picture.alpha();
    return new Picture(
        result,
        alpha == null ? null : Resize.bicubic(alpha, result.width(), result.height()),
        picture.bitDepth(),
        picture.metadata(),
        picture.note());
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
        MapFiles.writeBlur(enlarged.blurMap(), maps.blur());
        MapFiles.writeLabels(enlarged.labels(), maps.semantics());
      }
      ImageFiles.write(enlarged.picture(), job.picture());
    } catch (OutOfMemoryError e) {
      throw tooLarge(job.input(), enlarged.picture(), e);
    }
  }

  private static InputException tooLarge(Path input, Picture picture, Throwable cause) {
    return new InputException(
        "%s (%dx%d) needs more memory than this machine lets Java have: shrink or crop it first."
            .formatted(input, picture.width(), picture.height()),
        cause);
  }

  private static void requireCuda() {
    if (!Devices.cudaAvailable()) {
      throw new InputException(
          "There is no CUDA here (it needs an NVIDIA GPU and a build with the GPU's libtorch):"
              + " leave --device out or choose cpu.");
    }
    throw new InputException(
        "Enlarging on a GPU is not there yet: leave --device out or choose cpu.");
  }
}
