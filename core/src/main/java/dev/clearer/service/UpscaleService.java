package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.Compression;
import dev.clearer.image.FileFormat;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapFiles;
import dev.clearer.image.MapKind;
import dev.clearer.image.OutputFile;
import dev.clearer.image.Picture;
import dev.clearer.image.PictureRows;
import dev.clearer.image.PixelMap;
import dev.clearer.infer.BlurRange;
import dev.clearer.infer.Enlargement;
import dev.clearer.infer.Task;
import dev.clearer.infer.Upscaler;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Restores picture files with one loaded model. It is thread-safe; the memory budget applies to
 * each thread. It holds native memory until it is closed.
 */
public final class UpscaleService implements AutoCloseable {
  private final Upscaler upscaler;
  private final Settings settings;

  /**
   * Settings of the service.
   *
   * @param model estimator and restorer
   * @param precision floating-point type
   * @param device device of the networks
   * @param memoryBytes memory budget of the networks for native memory
   * @param maxPixels maximum width times height of an input
   */
  public record Settings(
      ModelChoice model, Precision precision, Device device, long memoryBytes, long maxPixels) {}

  /**
   * A restored picture whose files are written under temporary names.
   *
   * @param inputWidth width of the input in pixels
   * @param inputHeight height of the input in pixels
   * @param width width of the result
   * @param height height of the result
   * @param workingScale scale of the model; if it is not the requested one, the result was resized
   * @param range largest blur that was removed
   * @param measures statistics of the estimated maps in units of the result; without the blur if
   *     {@code flat}
   * @param flat whether the input has no visible structure, so that its blur is unknown
   * @param note sentences on how the input was read; null if there is nothing to report
   * @param files the requested maps, then the picture
   */
  public record Enlarged(
      int inputWidth,
      int inputHeight,
      int width,
      int height,
      int workingScale,
      BlurRange range,
      Map<MapKind, Measure> measures,
      boolean flat,
      @Nullable String note,
      List<OutputFile.Draft> files) {
    /** Copies the map, in the order of the kinds. */
    public Enlarged {
      measures = Collections.unmodifiableMap(new EnumMap<>(measures));
    }

    /** Whether the result was resized from another scale. */
    public boolean isResized() {
      return width != inputWidth * workingScale;
    }

    /**
     * Renames all files to their final names.
     *
     * @throws InputException if that is not possible
     */
    public void commit() {
      files.forEach(OutputFile.Draft::commit);
    }
  }

  /** Mean and maximum of a map. */
  public record Measure(double mean, double max) {
    static Measure of(PixelMap map) {
      return new Measure(map.mean(), map.greatest());
    }
  }

  private UpscaleService(Upscaler upscaler, Settings settings) {
    this.upscaler = upscaler;
    this.settings = settings;
  }

  /**
   * Loads the model.
   *
   * @throws InputException if there is no such model or device, or a setting is out of range
   */
  public static UpscaleService open(Settings settings) {
    return new UpscaleService(load(settings), settings);
  }

  static Upscaler load(Settings settings) {
    Device device = settings.device().resolved();
    return new Upscaler(
        settings.model().open(),
        new Upscaler.Settings(
            settings.precision().resolved(device), settings.memoryBytes(), device));
  }

  /** The default scale: the best one of the model. */
  public int bestScale() {
    return upscaler.model().bestScale();
  }

  /** The scales of the model; other scales are reached by a resize. */
  public Set<Integer> scales() {
    return upscaler.model().scales();
  }

  /** The maps that the model estimates. */
  public Set<MapKind> maps() {
    return upscaler.model().maps();
  }

  /** The names of the model's classes by index. */
  public List<String> classNames() {
    return upscaler.model().classNames();
  }

  /** Divides the CPU cores among {@code threads} threads that restore at the same time. */
  public void shareProcessor(int threads) {
    Device.useThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / threads));
  }

  /**
   * How to read and write files.
   *
   * @param compression of lossy result formats
   * @param damageAccepted whether to restore the readable part of damaged pictures
   */
  public record FileHandling(Compression compression, boolean damageAccepted) {
    /** No visible loss, and no damaged pictures. */
    public static final FileHandling STRICT = new FileHandling(Compression.FINE, false);
  }

  /**
   * Reads and restores the picture of {@code job}, and writes its results under temporary names. No
   * files remain if it fails or {@code progress} cancels it.
   *
   * @throws InputException if the picture cannot be read or is too large, or the results cannot be
   *     written
   */
  public Enlarged enlarge(UpscalePlan.Job job, Task task, Progress progress) {
    return enlarge(job, task, FileHandling.STRICT, progress);
  }

  /**
   * Like {@link #enlarge(UpscalePlan.Job, Task, Progress)}, with options for files.
   *
   * @throws InputException if the picture cannot be read or is too large, or the results cannot be
   *     written
   */
  public Enlarged enlarge(UpscalePlan.Job job, Task task, FileHandling files, Progress progress) {
    try {
      Picture picture =
          files.damageAccepted()
              ? ImageFiles.readDamaged(job.input(), settings.maxPixels())
              : ImageFiles.read(job.input(), settings.maxPixels());
      requireFits(job, picture, task.scale());
      Path folder = job.picture().toAbsolutePath().getParent();
      if (folder != null) {
        OutputFolder.create(folder);
      }
      OutputFile.requireWritable(job.picture());
      Enlargement enlargement = upscaler.begin(picture.toRestore(), task, progress);
      return drafted(job, picture, files.compression(), enlargement);
    } catch (OutOfMemoryError | ArithmeticException e) {
      throw new InputException(
          ("%s is too large for this machine's memory. Crop or shrink it, or choose a smaller"
                  + " --scale or fewer --jobs.")
              .formatted(job.input()),
          e);
    }
  }

  private static Enlarged drafted(
      UpscalePlan.Job job, Picture picture, Compression compression, Enlargement enlargement) {
    PictureRows rows = picture.with(enlargement.rows());
    boolean flat = picture.isFlat();
    List<OutputFile.Draft> files = new ArrayList<>();
    try {
      files.add(ImageFiles.draft(rows, job.picture(), compression));
      Map<MapKind, PixelMap> maps = enlargement.maps();
      Map<MapKind, Measure> measures = new EnumMap<>(MapKind.class);
      maps.forEach(
          (kind, map) -> {
            Path file = job.maps().get(kind);
            if (file != null) {
              files.add(0, MapFiles.draft(map, rows.width(), rows.height(), file));
            }
            if (kind.isQuantity() && !(flat && kind == MapKind.BLUR)) {
              measures.put(kind, Measure.of(map));
            }
          });
      return new Enlarged(
          picture.width(),
          picture.height(),
          rows.width(),
          rows.height(),
          enlargement.workingScale(),
          enlargement.range(),
          measures,
          flat,
          picture.note(),
          files);
    } catch (RuntimeException | Error e) {
      files.forEach(OutputFile.Draft::close);
      throw e;
    }
  }

  /** Refuses results that exceed the limits of their format, before any work. PNG has no limit. */
  private static void requireFits(UpscalePlan.Job job, Picture picture, int scale) {
    FileFormat format = FileFormat.forWriting(job.picture());
    double width = (double) picture.width() * scale;
    double height = (double) picture.height() * scale;
    double bytes = width * height * picture.colour().channels() * picture.bitDepth() / 8;
    boolean fits =
        switch (format) {
          case JPEG -> Math.max(width, height) < 65536 && bytes < Integer.MAX_VALUE;
          case TIFF -> bytes < Integer.MAX_VALUE;
          case WEBP -> Math.max(width, height) <= ImageFiles.LARGEST_WEBP_SIDE;
          default -> true;
        };
    if (!fits) {
      throw new InputException(
          ("The result of %s would be too large for %s: %.0fx%.0f. Choose --format png or a"
                  + " smaller --scale.")
              .formatted(job.input(), format, width, height));
    }
  }

  @Override
  public void close() {
    upscaler.close();
  }
}
