package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.model.Network;
import dev.clearer.net.Description;
import dev.clearer.net.Models;
import dev.clearer.tensor.DataType;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Describes and converts weight files. */
public final class ModelService {
  private static final String SUFFIX = ".safetensors";

  private ModelService() {}

  /** Floating-point types that weights can be converted to. */
  public enum NumberType {
    /** 32 bits. */
    F32(DataType.F32),
    /** IEEE half precision, up to 65504. */
    F16(DataType.F16),
    /** bfloat16: the upper 16 bits of a 32-bit float. */
    BF16(DataType.BF16);

    private final DataType stored;

    NumberType(DataType stored) {
      this.stored = stored;
    }
  }

  /**
   * A description of weights.
   *
   * @param network the name of the architecture, or {@code unknown}
   * @param halves its roles in a model, such as {@code estimator of blur and classes}; empty if
   *     unknown
   * @param misfit why the weights do not fit that network; null if they fit or it is unknown
   * @param tensors number of tensors
   * @param parameters number of trainable parameters, without batch-norm statistics and optimizer
   *     state
   * @param bytes size of all tensors
   * @param types number of tensors by element type, such as f16
   * @param metadata metadata of the file
   */
  public record Contents(
      String network,
      List<String> halves,
      @Nullable String misfit,
      int tensors,
      long parameters,
      long bytes,
      Map<String, Integer> types,
      Map<String, String> metadata) {
    /** Copies the collections. */
    public Contents {
      halves = List.copyOf(halves);
      types = new TreeMap<>(types);
      metadata = new TreeMap<>(metadata);
    }
  }

  /**
   * Describes a weight file or a built-in model.
   *
   * @throws InputException if it cannot be read
   */
  public static Contents describe(String nameOrFile) {
    return describe(Models.read(nameOrFile));
  }

  /**
   * Writes weights as safetensors; an existing file is replaced. Of a training checkpoint, the
   * averaged network is written.
   *
   * @param type of the floating-point tensors; null to keep their types
   * @return a description of the written weights
   * @throws InputException if {@code nameOrFile} cannot be read or is {@code output}, a number
   *     exceeds the range of {@code type}, or {@code output} cannot be written or does not end in
   *     .safetensors
   */
  public static Contents convert(String nameOrFile, Path output, @Nullable NumberType type) {
    requireAnother(nameOrFile, output);
    Weights read = Models.read(nameOrFile);
    Weights weights = read.has(Models.AVERAGE) ? trained(read) : read;
    Weights converted = type == null ? weights : weights.as(type.stored);
    converted.write(output);
    return describe(converted);
  }

  /** The averaged network of a training checkpoint, with what it says of itself. */
  private static Weights trained(Weights checkpoint) {
    Map<String, String> about = new TreeMap<>(checkpoint.metadata());
    about.keySet().removeIf(key -> !key.startsWith("clearer."));
    return Models.averaged(checkpoint).withMetadata(about);
  }

  private static void requireAnother(String input, Path output) {
    if (!output.toString().toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
      throw new InputException(
          "The output %s must end in %s, because that is the format that is written."
              .formatted(output, SUFFIX));
    }
    try {
      if (Files.exists(output) && Files.isSameFile(Path.of(input), output)) {
        throw new InputException("%s is the input. Choose another output file.".formatted(output));
      }
    } catch (IOException e) {
      // The input is not a file but perhaps the name of a model, which is checked when it is read.
    }
  }

  private static Contents describe(Weights weights) {
    Identified identified = Identified.of(weights);
    Map<String, Integer> types = new TreeMap<>();
    long parameters = 0;
    long bytes = 0;
    for (String name : weights.names()) {
      types.merge(weights.type(name).label(), 1, Integer::sum);
      parameters += isParameter(name) ? weights.elements(name) : 0;
      bytes += weights.bytes(name);
    }
    return new Contents(
        identified.name,
        identified.halves,
        identified.misfit,
        weights.names().size(),
        parameters,
        bytes,
        types,
        weights.metadata());
  }

  /** Which network weights belong to. */
  private record Identified(String name, List<String> halves, @Nullable String misfit) {
    private static final String CHECKPOINT = "network.";

    static Identified of(Weights weights) {
      if (weights.has(CHECKPOINT)) {
        Identified inner = network(weights.under(CHECKPOINT));
        return new Identified("checkpoint of " + inner.name, inner.halves, inner.misfit);
      }
      return network(weights);
    }

    private static Identified network(Weights weights) {
      Optional<Description<?>> description = Models.describe(weights);
      if (description.isEmpty()) {
        return new Identified("unknown", List.of(), null);
      }
      Network network = description.get().build();
      String misfit = Models.renamed(weights).misfit(network.module()).orElse(null);
      return new Identified(description.get().name(), network.halvesInWords(), misfit);
    }
  }

  private static boolean isParameter(String name) {
    return !(name.endsWith(".running_mean")
        || name.endsWith(".running_var")
        || name.endsWith(".num_batches_tracked")
        || name.startsWith("optimizer."));
  }
}
