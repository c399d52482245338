package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Encoding;
import dev.clearer.image.FileFormat;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapFiles;
import dev.clearer.image.OutputFile;
import dev.clearer.image.Picture;
import dev.clearer.image.PictureRows;
import dev.clearer.image.Resize;
import dev.clearer.image.Rows;
import dev.clearer.infer.BlurCorrection;
import dev.clearer.infer.Enlargement;
import dev.clearer.infer.Models;
import dev.clearer.infer.Upscaler;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Processor;
import dev.clearer.tensor.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /**
   * An enlarged picture, whose files are written but not in their places yet.
   *
   * @param inputWidth of the input in pixels
   * @param inputHeight of the input in pixels
   * @param width of the result
   * @param height of the result
   * @param meanBlur mean sigma in output pixels
   * @param greatestBlur greatest sigma in output pixels
   * @param flat whether nothing can be seen in the input, so that the blur means nothing
   * @param note sentences on what of the input was read and how; null if there is nothing to say
   * @param files the maps, if wanted, and the picture, last
   */
  public record Enlarged(
      int inputWidth,
      int inputHeight,
      int width,
      int height,
      double meanBlur,
      double greatestBlur,
      boolean flat,
      @Nullable String note,
      List<OutputFile.Draft> files) {
    /**
     * Moves all files into their places.
     *
     * @throws InputException if that is not possible
     */
    public void keep() {
      files.forEach(OutputFile.Draft::keep);
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
    Weights weights = Models.network(Models.read(settings.model()));
    return Upscaler.load(weights, RunSizes.of(settings.model(), weights), how);
  }

  /** This service, with the same model, for pictures whose blur somebody knows better. */
  public UpscaleService told(BlurCorrection better) {
    return new UpscaleService(upscaler, settings, better);
  }

  /**
   * This service, with the same model, taking the means of eight mirrored and turned views (the
   * geometric self-ensemble): better, in eight times the time.
   */
  public UpscaleService ensemble() {
    return new UpscaleService(upscaler.ensemble(), settings, correction);
  }

  /** Leaves each of so many threads that enlarge at the same time its share of the CPU's cores. */
  public void shareProcessor(int threads) {
    Processor.useThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / threads));
  }

  /**
   * Reads and enlarges the picture of {@code job} into drafts of the files that it asks for; it
   * leaves nothing if it fails or {@code progress} cancels it.
   *
   * @throws InputException if it cannot be read, is too large, or its place cannot be written to
   */
  public Enlarged enlarge(UpscalePlan.Job job, Progress progress) {
    try {
      Picture picture = ImageFiles.read(job.input(), settings.mostPixels());
      requireFits(job, picture);
      Path folder = job.picture().toAbsolutePath().getParent();
      if (folder != null) {
        Folders.made(folder);
      }
      OutputFile.requireWritable(job.picture());
      Enlargement enlargement = upscaler.begin(picture.toRestore(), correction, progress);
      return drafted(job, picture, enlargement);
    } catch (OutOfMemoryError | ArithmeticException e) {
      throw new InputException(
          "%s is too large for this machine's memory: crop or shrink it, or choose a smaller --scale or fewer --jobs."
              .formatted(job.input()),
          e);
    }
  }

  private static Enlarged drafted(UpscalePlan.Job job, Picture picture, Enlargement enlargement) {
    PictureRows rows = picture.with(enlargement.rows());
    List<OutputFile.Draft> files = new ArrayList<>();
    try {
      files.add(ImageFiles.draft(rows, job.picture(), Encoding.FINE));
      BlurMap blur = enlargement.blur();
      if (job.maps() != null) {
        Rows sigma = Resize.bilinear(blur.rows(), rows.width(), rows.height());
        files.add(0, MapFiles.draftBlur(sigma, job.maps().blur()));
        Rows classes = Resize.nearestRows(enlargement.labels(), rows.width(), rows.height());
        files.add(0, MapFiles.draftLabels(classes, job.maps().semantics()));
      }
      return new Enlarged(
          picture.width(),
          picture.height(),
          rows.width(),
          rows.height(),
          blur.mean(),
          blur.greatest(),
          picture.isFlat(),
          picture.note(),
          files);
    } catch (RuntimeException | Error e) {
      files.forEach(OutputFile.Draft::close);
      throw e;
    }
  }

  /** Refuses before the work what would fail after it: only PNG has room for any size. */
  private void requireFits(UpscalePlan.Job job, Picture picture) {
    FileFormat format = FileFormat.forWriting(job.picture());
    double width = (double) picture.width() * settings.scale();
    double height = (double) picture.height() * settings.scale();
    double bytes = width * height * picture.colour().channels() * picture.bitDepth() / 8;
    boolean fits =
        switch (format) {
          case JPEG -> Math.max(width, height) < 65536 && bytes < Integer.MAX_VALUE;
          case TIFF -> bytes < Integer.MAX_VALUE;
          default -> true;
        };
    if (!fits) {
      throw new InputException(
          "%s would be too large for a %s, %.0fx%.0f: choose --format png or a smaller --scale."
              .formatted(job.input(), format, width, height));
    }
  }
}
