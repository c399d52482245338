package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the weights that a user names: a model that comes with the program, or a file. */
final class Models {
  private static final String FOLDER = "/dev/clearer/models/";

  private Models() {}

  /**
   * Reads the model {@code nameOrFile}.
   *
   * @throws InputException if there is no such model, or it cannot be read
   */
  static Weights read(String nameOrFile) {
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
              .formatted(nameOrFile, UpscaleService.DEFAULT_MODEL));
    }
    return Weights.read(Path.of(nameOrFile));
  }
}
