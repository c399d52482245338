package dev.clearer.infer;

import dev.clearer.InputException;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the weights that a user names: a model that comes with the program, or a file. */
public final class Models {
  private static final String FOLDER = "/dev/clearer/models/";

  /** The model that is used where none is named. */
  public static final String DEFAULT = "compact-x4";

  /** What checkpoints call the tensors of the averaged network, before their names. */
  public static final String AVERAGE = "average.";

  private Models() {}

  /**
   * Reads the model {@code nameOrFile}.
   *
   * @throws InputException if there is no such model, or it cannot be read
   */
  public static Weights read(String nameOrFile) {
    if (nameOrFile.matches("[A-Za-z0-9_-]+")) {
      String name = nameOrFile + ".safetensors";
      try (InputStream shipped = Models.class.getResourceAsStream(FOLDER + name)) {
        if (shipped != null) {
          return Weights.read(shipped, name);
        }
      } catch (IOException e) {
        throw new InputException("The model %s cannot be read.".formatted(nameOrFile), e);
      }
    }
    if (!Files.exists(Path.of(nameOrFile))) {
      throw new InputException(
          "There is no model %s: name one that comes with Clearer (%s) or a file of weights."
              .formatted(nameOrFile, DEFAULT));
    }
    return Weights.read(Path.of(nameOrFile));
  }

  /**
   * The averaged network, where {@code weights} are a training run's checkpoint; else themselves.
   */
  public static Weights network(Weights weights) {
    Weights average = weights.under(AVERAGE);
    return average.names().isEmpty() ? weights : average;
  }
}
