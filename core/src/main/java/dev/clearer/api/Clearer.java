package dev.clearer.api;

import dev.clearer.image.BufferedPictures;
import dev.clearer.image.MapKind;
import dev.clearer.image.Picture;
import dev.clearer.infer.Enlargement;
import dev.clearer.infer.Task;
import dev.clearer.infer.Upscaler;
import dev.clearer.model.Model;
import dev.clearer.net.Models;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.Precision;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model that enlarges pictures. It holds native memory until it is closed, and may be used
 * by several threads at a time (the memory budget counts for each).
 */
public final class Clearer implements AutoCloseable {
  /** The model that is used where none is named. */
  public static final String DEFAULT_MODEL = Models.DEFAULT;

  private final Upscaler upscaler;

  private Clearer(Upscaler upscaler) {
    this.upscaler = upscaler;
  }

  /** The default model on the best device. */
  public static Clearer open() {
    return builder().build();
  }

  /**
   * A model on the best device.
   *
   * @param model name of one that comes with Clearer, or file of weights
   * @throws dev.clearer.InputException if there is no such model, or it is half a model
   */
  public static Clearer open(String model) {
    return builder().model(model).build();
  }

  /** Everything that may be chosen; what is not chosen has a default. */
  public static Builder builder() {
    return new Builder();
  }

  /** The enlargements that the model has; others are reached by a resize. */
  public Set<Integer> scales() {
    return upscaler.model().scales();
  }

  /** The enlargement that {@link Request#best} means. */
  public int bestScale() {
    return upscaler.model().bestScale();
  }

  /** The maps that the model makes. */
  public Set<MapKind> maps() {
    return upscaler.model().maps();
  }

  /** The names of the classes in the map of {@link MapKind#CLASSES}, by index. */
  public List<String> classNames() {
    return upscaler.model().classNames();
  }

  /**
   * Restores a picture.
   *
   * @throws dev.clearer.InputException if the blur map of {@code request} has another size
   */
  public Restored restore(Picture picture, Request request) {
    Task task = request.task(bestScale());
    Enlargement enlargement = upscaler.begin(picture.toRestore(), task, request.progress());
    Picture restored = picture.with(enlargement.rows()).picture();
    return new Restored(restored, enlargement.workingScale(), enlargement.maps());
  }

  /**
   * Restores an image.
   *
   * @throws dev.clearer.InputException if the blur map of {@code request} has another size, or a
   *     sample of {@code image} more than 16 bits
   */
  public Restored restore(BufferedImage image, Request request) {
    return restore(BufferedPictures.of(image), request);
  }

  /** Frees the model's memory. */
  @Override
  public void close() {
    upscaler.close();
  }

  /** Chooses what {@link Clearer} runs, and where. */
  public static final class Builder {
    private static final long USUAL_MEMORY = 700L << 20;

    private @Nullable String model;
    private @Nullable String estimator;
    private @Nullable String restorer;
    private Device device = Device.AUTO;
    private Precision precision = Precision.AUTO;
    private long memoryBytes = USUAL_MEMORY;

    private Builder() {}

    /** Both halves of a model: a name, or a file of weights. */
    public Builder model(String nameOrFile) {
      model = nameOrFile;
      return this;
    }

    /** What estimates the maps, in place of the model's. */
    public Builder estimator(String nameOrFile) {
      estimator = nameOrFile;
      return this;
    }

    /** What restores, in place of the model's. */
    public Builder restorer(String nameOrFile) {
      restorer = nameOrFile;
      return this;
    }

    /** Where to compute; the best device by default. */
    public Builder device(Device where) {
      device = where;
      return this;
    }

    /** Arithmetic of the convolutions; what the device is quickest at by default. */
    public Builder precision(Precision arithmetic) {
      precision = arithmetic;
      return this;
    }

    /**
     * Native memory that the network may take at a time, 700 MiB by default: larger pictures are
     * done in tiles.
     */
    public Builder memory(long bytes) {
      memoryBytes = bytes;
      return this;
    }

    /**
     * Loads the model.
     *
     * @throws dev.clearer.InputException if there is no such model or device, or the two halves do
     *     not fit
     */
    public Clearer build() {
      String both = model == null ? DEFAULT_MODEL : model;
      Model opened =
          Models.open(estimator == null ? both : estimator, restorer == null ? both : restorer);
      Device where = device.resolved();
      return new Clearer(
          new Upscaler(
              opened, new Upscaler.Settings(precision.resolved(where), memoryBytes, where)));
    }
  }
}
