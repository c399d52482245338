package dev.clearer.net;

import dev.clearer.InputException;
import dev.clearer.image.ClassNames;
import dev.clearer.model.Estimator;
import dev.clearer.model.Model;
import dev.clearer.model.Network;
import dev.clearer.model.Restorer;
import dev.clearer.net.ikc.Sftmd;
import dev.clearer.net.srmd.Srmd;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens networks by name or file, and combines them into models. */
public final class Models {
  private static final String FOLDER = "/dev/clearer/models/";

  /** The default model for enlarging. */
  public static final String DEFAULT = "compact-x4";

  /** The default model for pictures that keep their size. */
  public static final String DEFAULT_SAME_SIZE = "photo";

  /** Prefix of the averaged network's tensors in checkpoints. */
  public static final String AVERAGE = "average.";

  /** From names of published weights to those of networks here; others stay as they are. */
  private static final List<UnaryOperator<Weights>> FOREIGN_NAMES =
      List.of(PairNetwork::renamed, Srmd::named, Sftmd::used);

  private Models() {}

  /**
   * A network with its weights.
   *
   * @param name name or file, as the user gave it
   * @param description which network it is
   * @param network the network, in evaluation mode
   */
  public record Opened(String name, Description<?> description, Network network) {}

  /**
   * Opens a model whose two halves are both {@code nameOrFile}. Call it outside any scope.
   *
   * @throws InputException if there is no such network, it cannot be read, or it is only one half
   */
  public static Model open(String nameOrFile) {
    return open(nameOrFile, nameOrFile);
  }

  /**
   * Opens a model of one network's estimator and another network's restorer. Call it outside any
   * scope.
   *
   * @param estimator a name or file
   * @param restorer a name or file, possibly the same
   * @throws InputException if a network does not exist, cannot be read or lacks that half, or if
   *     the two do not fit
   */
  public static Model open(String estimator, String restorer) {
    Opened first = network(estimator);
    return of(first, restorer.equals(estimator) ? first : network(restorer));
  }

  /**
   * Combines the estimator of {@code first} with the restorer of {@code second}.
   *
   * @throws InputException if one lacks that half, or the two do not fit
   */
  public static Model of(Opened first, Opened second) {
    Estimator estimator = first.network.estimator();
    Restorer restorer = second.network.restorer();
    if (estimator == null) {
      throw new InputException(
          "%s holds a restorer only (%s): name an estimator for it with --estimator."
              .formatted(first.name, first.description.architecture().name()));
    }
    if (restorer == null) {
      throw new InputException(
          "%s holds an estimator only (%s): name a restorer for it with --restorer."
              .formatted(second.name, second.description.architecture().name()));
    }
    requireSameClasses(first, second);
    List<String> names = classNames(first.description.classes(), estimator.facts().classes());
    return new Model(
        estimator,
        restorer,
        names,
        Stream.of(first, second).distinct().map(opened -> opened.network.module()).toList());
  }

  private static void requireSameClasses(Opened first, Opened second) {
    List<String> estimated = first.description.classes();
    List<String> read = second.description.classes();
    if (!estimated.isEmpty() && !read.isEmpty() && !estimated.equals(read)) {
      throw new InputException(
          "The classes of %s (%s, ...) are not those that %s was trained with (%s, ...): choose two that agree."
              .formatted(first.name, estimated.get(0), second.name, read.get(0)));
    }
  }

  /**
   * The given names if there are any; otherwise those of the public dataset with this number of
   * classes; otherwise numbers.
   */
  private static List<String> classNames(List<String> told, int count) {
    if (told.size() == count) {
      return told;
    }
    return Arrays.stream(ClassNames.values())
        .map(ClassNames::names)
        .filter(names -> names.size() == count)
        .findFirst()
        .orElseGet(() -> IntStream.range(0, count).mapToObj(i -> "class " + i).toList());
  }

  /**
   * Opens the network {@code nameOrFile}. Call it outside any scope.
   *
   * @throws InputException if it does not exist or cannot be read
   */
  public static Opened network(String nameOrFile) {
    return network(nameOrFile, read(nameOrFile));
  }

  /**
   * Creates the network that {@code weights} belong to. Call it outside any scope.
   *
   * @param name name of the weights, for messages
   * @throws InputException if no known network has such weights
   */
  public static Opened network(String name, Weights weights) {
    Weights renamed = renamed(averaged(weights));
    Description<?> description = Description.of(renamed);
    Companion companion = description.architecture().companion();
    if (companion != null) {
      companion.require(name, renamed);
    }
    Network network = description.build();
    renamed.apply(network.module());
    network.module().eval();
    return new Opened(name, description, network);
  }

  /**
   * Describes the network that {@code weights} belong to; empty if no known network has such
   * weights.
   */
  public static Optional<Description<?>> describe(Weights weights) {
    try {
      return Optional.of(Description.of(renamed(weights)));
    } catch (InputException unknown) {
      return Optional.empty();
    }
  }

  /** Renames the weights to the names that the networks use. */
  public static Weights renamed(Weights weights) {
    Weights renamed = weights;
    for (UnaryOperator<Weights> names : FOREIGN_NAMES) {
      renamed = names.apply(renamed);
    }
    return renamed;
  }

  /**
   * Reads the weights {@code nameOrFile}.
   *
   * @throws InputException if they do not exist or cannot be read
   */
  public static Weights read(String nameOrFile) {
    Weights shipped = nameOrFile.matches("[A-Za-z0-9_-]+") ? shipped(nameOrFile) : null;
    if (shipped != null) {
      return shipped;
    }
    if (!Files.exists(Path.of(nameOrFile))) {
      throw new InputException(
          "There is no model %s: name one that comes with Clearer (%s) or a file of weights."
              .formatted(nameOrFile, DEFAULT));
    }
    return completed(Weights.read(Path.of(nameOrFile)), Path.of(nameOrFile));
  }

  /** With what published weights keep in another file beside. */
  private static Weights completed(Weights weights, Path file) {
    return describe(weights)
        .map(description -> description.architecture().companion())
        .map(companion -> companion.completed(weights, file))
        .orElse(weights);
  }

  private static @Nullable Weights shipped(String model) {
    String name = model + ".safetensors";
    try (InputStream shipped = Models.class.getResourceAsStream(FOLDER + name)) {
      return shipped == null ? null : Weights.read(shipped, name);
    } catch (IOException e) {
      throw new InputException("The model %s cannot be read.".formatted(model), e);
    }
  }

  /**
   * The averaged network if {@code weights} are a training checkpoint, otherwise {@code weights}.
   */
  public static Weights averaged(Weights weights) {
    Weights average = weights.under(AVERAGE);
    return average.names().isEmpty() ? weights : average;
  }
}
