package dev.clearer.infer;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.Image;
import dev.clearer.model.Model;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.Precision;
import java.util.List;

/**
 * Enlarges pictures of any size with any {@link Model}. Maps are estimated tile by tile and put
 * together, and the picture is restored tile by tile with the whole picture's maps: see {@link
 * Enlargement}. Tiles overlap by what the networks say of their reach: where that is all that they
 * see, tiles are what the whole picture would be; attention over all that it is given comes close.
 */
public final class Upscaler implements AutoCloseable {
  private final Model model;
  private final Settings settings;

  /**
   * How to run.
   *
   * @param precision of the convolutions
   * @param memoryBytes native memory that a tile may take
   * @param device where to compute
   */
  public record Settings(Precision precision, long memoryBytes, Device device) {
    /** Checks the ranges. */
    public Settings {
      if (memoryBytes < 1) {
        throw new InputException("A memory budget must be positive: give megabytes or more.");
      }
    }

    /** Settings for the CPU. */
    public Settings(Precision precision, long memoryBytes) {
      this(precision, memoryBytes, Device.CPU);
    }
  }

  /**
   * Runs {@code model}, which it moves to the device.
   *
   * @throws InputException if there is no such device
   */
  public Upscaler(Model model, Settings settings) {
    model.to(settings.device().resolved());
    this.model = model;
    this.settings = settings;
  }

  /** What it runs. */
  public Model model() {
    return model;
  }

  /** The names of the classes that it tells apart. */
  public List<String> classNames() {
    return model.classNames();
  }

  /**
   * Enlarges a picture.
   *
   * @param lowResolution one or three channels in [0, 1]
   * @param task what is wanted
   * @param progress told after every tile; may cancel by throwing
   * @throws InputException if the correction's map has another size
   */
  public Result upscale(Image lowResolution, Task task, Progress progress) {
    Enlargement enlargement = begin(lowResolution, task, progress);
    Image picture = enlargement.rows().image();
    return new Result(picture, enlargement.maps());
  }

  /**
   * Begins to enlarge a picture that is too large to be held whole: the work is done as its rows
   * are taken.
   *
   * @param lowResolution one or three channels in [0, 1]
   * @param task what is wanted
   * @param progress told after every tile; may cancel by throwing
   * @throws InputException if the correction's map has another size, or the model does not read
   *     what is corrected or does not work at what the range needs
   */
  public Enlargement begin(Image lowResolution, Task task, Progress progress) {
    task.correction().requireReadBy(model.restorer().facts());
    if (task.ensemble() && model.learns()) {
      throw new InputException(
          "This model learns on the picture, and would do so eight times: leave --ensemble out.");
    }
    Model used = task.ensemble() ? SelfEnsemble.of(model) : model;
    return new BlurRanges(used, settings).begin(lowResolution, task, progress);
  }

  @Override
  public void close() {
    model.close();
  }
}
