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
 * A loaded model that restores pictures. It holds native memory until it is closed. It is
 * thread-safe; the memory budget applies to each thread.
 */
public final class Clearer implements AutoCloseable {
  /** The model that is used if none is chosen. */
  public static final String DEFAULT_MODEL = Models.DEFAULT;

  private final Upscaler upscaler;

  private Clearer(Upscaler upscaler) {
    this.upscaler = upscaler;
  }

  /** Opens the default model on the best device. */
  public static Clearer open() {
    return builder().build();
  }

  /**
   * Opens a model on the best device.
   *
   * @param model name of a built-in model, or path of a weight file
   * @throws dev.clearer.InputException if there is no such model, or it is only an estimator or
   *     only a restorer
   */
  public static Clearer open(String model) {
    return builder().model(model).build();
  }

  /** Returns a builder for all settings; each has a default. */
  public static Builder builder() {
    return new Builder();
  }

  /** The scales of the model; other scales are reached by a resize. */
  public Set<Integer> scales() {
    return upscaler.model().scales();
  }

  /** The scale that {@link Request#best} uses. */
  public int bestScale() {
    return upscaler.model().bestScale();
  }

  /** The maps that the model estimates. */
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
   * @throws dev.clearer.InputException if the blur map of {@code request} has another size, or
   *     {@code image} has more than 16 bits per sample
   */
  public Restored restore(BufferedImage image, Request request) {
    return restore(BufferedPictures.of(image), request);
  }

  /** Frees the model's memory. */
  @Override
  public void close() {
    upscaler.close();
  }

  /** Builds a {@link Clearer}. */
  public static final class Builder {
    private static final long DEFAULT_MEMORY = 700L << 20;

    private @Nullable String model;
    private @Nullable String estimator;
    private @Nullable String restorer;
    private Device device = Device.AUTO;
    private Precision precision = Precision.AUTO;
    private long memoryBytes = DEFAULT_MEMORY;

    private Builder() {}

    /** Sets the estimator and the restorer: the name of a model, or the path of a weight file. */
    public Builder model(String nameOrFile) {
      model = nameOrFile;
      return this;
    }

    /** Sets the network that estimates the maps, in place of the model's. */
    public Builder estimator(String nameOrFile) {
      estimator = nameOrFile;
      return this;
    }

    /** Sets the network that restores, in place of the model's. */
    public Builder restorer(String nameOrFile) {
      restorer = nameOrFile;
      return this;
    }

    /** Sets the device; by default the best one. */
    public Builder device(Device chosen) {
      device = chosen;
      return this;
    }

    /** Sets the number type of the convolutions; by default the fastest one of the device. */
    public Builder precision(Precision chosen) {
      precision = chosen;
      return this;
    }

    /**
     * Sets the memory budget of the network in bytes, by default 700 MiB. Larger pictures are
     * processed in tiles.
     */
    public Builder memory(long bytes) {
      memoryBytes = bytes;
      return this;
    }

    /**
     * Loads the model.
     *
     * @throws dev.clearer.InputException if there is no such model or device, or the estimator and
     *     the restorer do not fit
     */
    public Clearer build() {
      String both = model == null ? DEFAULT_MODEL : model;
      Model opened =
          Models.open(estimator == null ? both : estimator, restorer == null ? both : restorer);
      Device resolved = device.resolved();
      return new Clearer(
          new Upscaler(
              opened, new Upscaler.Settings(precision.resolved(resolved), memoryBytes, resolved)));
    }
  }
}
