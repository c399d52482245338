package dev.clearer.model;

import dev.clearer.InputException;
import dev.clearer.tensor.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A tensor that belongs to published weights of a network, but that comes in a file of its own.
 *
 * @param tensor its name in weights that are whole
 * @param file the name of the file that holds it, beside the weights
 * @param names from the file's names to those of whole weights
 */
public record Companion(String tensor, String file, UnaryOperator<String> names) {
  /**
   * {@code weights} of {@code own} file with the tensor, if they lack it and the file lies beside.
   */
  public Weights completed(Weights weights, Path own) {
    Path beside = own.resolveSibling(file);
    if (weights.names().contains(tensor) || !Files.isRegularFile(beside)) {
      return weights;
    }
    return weights.and(Weights.read(beside).renamed(names));
  }

  /**
   * Checks that {@code weights} hold the tensor.
   *
   * @throws InputException if they do not
   */
  public void require(String source, Weights weights) {
    if (!weights.names().contains(tensor)) {
      throw new InputException(
          "%s lacks the matrix that codes blur kernels for it: put %s into the same folder."
              .formatted(source, file));
    }
  }
}
