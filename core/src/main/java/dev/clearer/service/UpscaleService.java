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
 * Enlarges picture files with one loaded model, also for several threads at a time (the memory
 * budget counts for each); holds native memory for as long as it lives.
 */
public final class UpscaleService implements AutoCloseable {
  private final Upscaler upscaler;
  private final Settings settings;

  /**
   * How to work.
   *
   * @param model both halves
   * @param precision floating-point type
   * @param device where to compute
   * @param memoryBytes what the network may take of native memory at a time
   * @param mostPixels the largest picture that is read, width times height
   */
  public record Settings(
      ModelChoice model, Precision precision, Device device, long memoryBytes, long mostPixels) {}

  /**
   * An enlarged picture, whose files are written but not in their places yet.
   *
   * @param inputWidth of the input in pixels
   * @param inputHeight of the input in pixels
   * @param width of the result
   * @param height of the result
   * @param workingScale the enlargement that the model worked at: the result was resized from there
   * @param range how wide a blur was restored
   * @param measures of the quantities that were estimated, in units of the result; without the blur
   *     where nothing can be seen
   * @param flat whether nothing can be seen in the input, so that nobody can tell its blur
   * @param note sentences on what of the input was read and how; null if there is nothing to say
   * @param files the maps, if wanted, and the picture, last
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
    /** Keeps the order of kinds. */
    public Enlarged {
      measures = Collections.unmodifiableMap(new EnumMap<>(measures));
    }

    /** Whether the result was resized from another enlargement. */
    public boolean isResized() {
      return width != inputWidth * workingScale;
    }

    /**
     * Moves all files into their places.
     *
     * @throws InputException if that is not possible
     */
    public void keep() {
      files.forEach(OutputFile.Draft::keep);
    }
  }

  /** The mean and the greatest value of a map. */
  public record Measure(double mean, double greatest) {
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

  /** The enlargement for a request that names none: what the model does best. */
  public int bestScale() {
    return upscaler.model().bestScale();
  }

  /** The enlargements that the model has; others are reached by a resize. */
  public Set<Integer> scales() {
    return upscaler.model().scales();
  }

  /** The maps that the model makes. */
  public Set<MapKind> maps() {
    return upscaler.model().maps();
  }

  /** The names of the classes that the model tells apart, by index. */
  public List<String> classNames() {
    return upscaler.model().classNames();
  }

  /** Leaves each of so many threads that enlarge at the same time its share of the CPU's cores. */
  public void shareProcessor(int threads) {
    Device.useThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / threads));
  }

  /**
   * How to read and write files.
   *
   * @param compression of the results, where their format loses something
   * @param damageAccepted whether what can be decoded of a damaged picture is done
   */
  public record FileHandling(Compression compression, boolean damageAccepted) {
    /** Without visible loss, and no damaged pictures. */
    public static final FileHandling STRICT = new FileHandling(Compression.FINE, false);
  }

  /**
   * Reads and enlarges the picture of {@code job} into drafts of the files that it asks for; it
   * leaves nothing if it fails or {@code progress} cancels it.
   *
   * @throws InputException if it cannot be read, is too large, or its place cannot be written to
   */
  public Enlarged enlarge(UpscalePlan.Job job, Task task, Progress progress) {
    return enlarge(job, task, FileHandling.STRICT, progress);
  }

  /**
   * Does the same as {@link #enlarge(UpscalePlan.Job, Task, Progress)} with other files.
   *
   * @throws InputException if it cannot be read, is too large, or its place cannot be written to
   */
  public Enlarged enlarge(UpscalePlan.Job job, Task task, FileHandling files, Progress progress) {
    try {
      Picture picture =
          files.damageAccepted()
              ? ImageFiles.readDamaged(job.input(), settings.mostPixels())
              : ImageFiles.read(job.input(), settings.mostPixels());
      requireFits(job, picture, task.scale());
      Path folder = job.picture().toAbsolutePath().getParent();
      if (folder != null) {
        Folders.made(folder);
      }
      OutputFile.requireWritable(job.picture());
      Enlargement enlargement = upscaler.begin(picture.toRestore(), task, progress);
      return drafted(job, picture, files.compression(), enlargement);
    } catch (OutOfMemoryError | ArithmeticException e) {
      throw new InputException(
          "%s is too large for this machine's memory: crop or shrink it, or choose a smaller --scale or fewer --jobs."
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

  /** Refuses before the work what would fail after it: only PNG has room for any size. */
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
          "%s would be too large for a %s, %.0fx%.0f: choose --format png or a smaller --scale."
              .formatted(job.input(), format, width, height));
    }
  }

  @Override
  public void close() {
    upscaler.close();
  }
}
