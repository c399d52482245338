package dev.clearer.tensor;

import dev.clearer.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.StringTensorDictItem;
import org.bytedeco.pytorch.Tensor;

/**
 * Named tensors outside libtorch: the content of a weight file, or a copy of a network's parameters
 * and buffers under the names of PyTorch's {@code state_dict}. Immutable and without native memory:
 * a mapped file costs nothing until {@link #apply}.
 */
public final class Weights {
  private static final int NAMES_LISTED = 10;

  private final String source;
  private final Map<String, StoredTensor> tensors;
  private final Map<String, String> metadata;

  Weights(String source, Map<String, StoredTensor> tensors, Map<String, String> metadata) {
    this.source = source;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Reads a safetensors file (mapped into memory) or a PyTorch {@code .pth} of any version (of its
   * pickles only tensors are accepted; nothing in it is ever executed). The format is recognised by
   * the first bytes. In a {@code .pth}, nested {@code params_ema}, {@code params} and {@code
   * state_dict} entries are unwrapped, in this order, and a {@code module.} prefix common to all
   * names is removed.
   *
   * @throws InputException if the file cannot be read, is damaged, or has another format
   */
  public static Weights read(Path file) {
    return WeightFiles.read(file);
  }

  /**
   * Reads safetensors from a stream, such as a class-path resource, to its end.
   *
   * @param name the name for error messages
   * @throws InputException if the data is damaged or has another format
   */
  public static Weights read(InputStream stream, String name) {
    try {
      return Safetensors.read(new ByteSource.InMemory(stream.readAllBytes()), name);
    } catch (IOException e) {
      throw new InputException("%s cannot be read: %s.".formatted(name, e.getMessage()), e);
    }
  }

  /** A copy of all parameters and buffers of {@code module}, in PyTorch's order. */
  public static Weights of(Module module) {
    Map<String, StoredTensor> copies = new LinkedHashMap<>();
    Scope.run(() -> state(module).forEach((name, t) -> copies.put(name, StoredTensor.of(t))));
    return new Weights("the network", copies, Map.of());
  }

  /** A copy of {@code tensors}, in the same order. */
  public static Weights of(Map<String, Tensor> tensors) {
    Map<String, StoredTensor> copies = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> copies.put(name, StoredTensor.of(tensor)));
    return new Weights("the tensors", copies, Map.of());
  }

  /** All names, in the order of the file. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /** Whether any name starts with {@code prefix}. */
  public boolean has(String prefix) {
    return names().stream().anyMatch(name -> name.startsWith(prefix));
  }

  /** Shape of the tensor {@code name}; empty for a scalar. */
  public List<Long> shape(String name) {
    return stored(name).shape();
  }

  /** Element type of the tensor {@code name}. */
  public DataType type(String name) {
    return stored(name).type();
  }

  /** Number of elements of the tensor {@code name}. */
  public long elements(String name) {
    return stored(name).elements();
  }

  /** Size of the tensor {@code name} in bytes. */
  public long bytes(String name) {
    return stored(name).bytes().remaining();
  }

  /** Creates a tensor on the CPU with the elements, type and shape of {@code name}. */
  public Tensor tensor(String name) {
    return stored(name).toTensor();
  }

  /** Text metadata of the file; empty if there is none. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The same weights with other {@code metadata}. */
  public Weights withMetadata(Map<String, String> newMetadata) {
    return new Weights(source, tensors, newMetadata);
  }

  /**
   * Converts floating-point tensors to {@code type}; integers keep their type.
   *
   * @throws InputException if a number does not fit into {@code type}
   */
  public Weights as(DataType type) {
    Map<String, StoredTensor> converted = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> converted.put(name, tensor.as(type, name)));
    return new Weights(source, converted, metadata);
  }

  /** The weights whose names start with {@code prefix}, with the prefix removed. */
  public Weights under(String prefix) {
    Map<String, StoredTensor> part = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), tensor);
          }
        });
    return new Weights(source, part, metadata);
  }

  /** The weights whose names do not start with {@code prefix}. */
  public Weights without(String prefix) {
    Map<String, StoredTensor> part = new LinkedHashMap<>(tensors);
    part.keySet().removeIf(name -> name.startsWith(prefix));
    return new Weights(source, part, metadata);
  }

  /** The same weights under other names. */
  public Weights renamed(UnaryOperator<String> newName) {
    Map<String, StoredTensor> renamed = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> renamed.put(newName.apply(name), tensor));
    return new Weights(source, renamed, metadata);
  }

  /**
   * These weights together with {@code others}.
   *
   * @throws InputException if a name is in both
   */
  public Weights and(Weights others) {
    Map<String, StoredTensor> both = new LinkedHashMap<>(tensors);
    others.tensors.forEach(
        (name, tensor) -> {
          if (both.put(name, tensor) != null) {
            throw new InputException(
                "%s and %s both hold \"%s\".".formatted(source, others.source, name));
          }
        });
    return new Weights(source + " with " + others.source, both, metadata);
  }

  /** Result of {@link #applyMatching}: names that were filled, missing, and unused. */
  public record Matching(List<String> filled, List<String> missing, List<String> unused) {}

  /**
   * Copies into {@code module} the tensors whose name and shape match, and leaves all others.
   *
   * @param prefix only the module's tensors with this prefix are reported as missing
   */
  public Matching applyMatching(Module module, String prefix) {
    List<String> filled = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Scope.run(
        () -> {
          try (NoGradGuard noGrad = new NoGradGuard()) {
            state(module)
                .forEach(
                    (name, target) -> {
                      if (tensors.containsKey(name) && shape(name).equals(shapeOf(target))) {
                        target.copy_(tensor(name));
                        filled.add(name);
                      } else if (name.startsWith(prefix)) {
                        missing.add(name);
                      }
                    });
          }
        });
    List<String> unused = names().stream().filter(name -> !filled.contains(name)).toList();
    return new Matching(filled, missing, unused);
  }

  /**
   * Copies these weights into {@code module}, converted to the module's types and devices.
   *
   * @throws InputException if a name is missing, unexpected or has another shape. The message lists
   *     all of them, and the module stays unchanged
   */
  public void apply(Module module) {
    Scope.run(
        () -> {
          Map<String, Tensor> targets = state(module);
          misfit(targets)
              .ifPresent(
                  misfit -> {
                    throw new InputException(
                        ("%s does not fit this network: %s. Choose weights of the"
                                + " same configuration.")
                            .formatted(source, misfit));
                  });
          try (NoGradGuard noGrad = new NoGradGuard()) {
            targets.forEach((name, target) -> target.copy_(tensor(name)));
          }
        });
  }

  /**
   * The names that are missing, unexpected or have another shape in {@code module}; empty if the
   * weights fit.
   */
  public Optional<String> misfit(Module module) {
    List<Optional<String>> misfit = new ArrayList<>();
    Scope.run(() -> misfit.add(misfit(state(module))));
    return misfit.get(0);
  }

  /**
   * Writes a safetensors file under a temporary name and renames it when it is complete.
   *
   * @throws InputException if the file cannot be written
   */
  public void write(Path file) {
    Safetensors.write(tensors, metadata, file);
  }

  /**
   * Like {@link #write(Path)} with floating-point tensors as {@code type}.
   *
   * @throws InputException if a number does not fit into {@code type}
   */
  public void write(Path file, DataType type) {
    as(type).write(file);
  }

  private StoredTensor stored(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new InputException("%s holds no tensor \"%s\".".formatted(source, name));
    }
    return tensor;
  }

  private Optional<String> misfit(Map<String, Tensor> targets) {
    List<String> missing = targets.keySet().stream().filter(n -> !tensors.containsKey(n)).toList();
    List<String> unexpected = names().stream().filter(n -> !targets.containsKey(n)).toList();
    List<String> misshapen = new ArrayList<>();
    targets.forEach(
        (name, target) -> {
          List<Long> needed = shapeOf(target);
          if (tensors.containsKey(name) && !shape(name).equals(needed)) {
            misshapen.add("%s is %s, not %s".formatted(name, text(shape(name)), text(needed)));
          }
        });
    Map<String, List<String>> faults = new TreeMap<>();
    faults.put("missing", missing);
    faults.put("of another shape", misshapen);
    faults.put("unexpected", unexpected);
    faults.values().removeIf(List::isEmpty);
    return faults.isEmpty()
        ? Optional.empty()
        : Optional.of(
            faults.entrySet().stream()
                .map(fault -> listed(fault.getKey(), fault.getValue()))
                .collect(Collectors.joining("; ")));
  }

  private static String listed(String fault, List<String> names) {
    String more =
        names.size() > NAMES_LISTED ? ", and %d more".formatted(names.size() - NAMES_LISTED) : "";
    return "%d %s (%s%s)"
        .formatted(
            names.size(),
            fault,
            names.stream().limit(NAMES_LISTED).collect(Collectors.joining(", ")),
            more);
  }

  private static String text(List<Long> shape) {
    return shape.isEmpty()
        ? "a scalar"
        : shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  private static List<Long> shapeOf(Tensor tensor) {
    return Arrays.stream(tensor.shape()).boxed().toList();
  }

  /**
   * Handles to the module's own tensors by name. The buffers of each submodule follow its
   * parameters.
   */
  private static Map<String, Tensor> state(Module module) {
    Map<String, Map<String, Tensor>> buffers = byOwner(module.named_buffers());
    Map<String, Tensor> state = new LinkedHashMap<>();
    byOwner(module.named_parameters())
        .forEach(
            (owner, own) -> {
              state.putAll(own);
              state.putAll(buffers.getOrDefault(owner, Map.of()));
            });
    buffers.values().forEach(state::putAll);
    return state;
  }

  private static Map<String, Map<String, Tensor>> byOwner(StringTensorDict all) {
    Map<String, Map<String, Tensor>> byOwner = new LinkedHashMap<>();
    for (long i = 0; i < all.size(); i++) {
      StringTensorDictItem item = all.get(i);
      String name = item.key().getString();
      if (item.value().defined()) {
        String owner = name.substring(0, name.lastIndexOf('.') + 1);
        byOwner.computeIfAbsent(owner, o -> new LinkedHashMap<>()).put(name, item.value());
      }
    }
    return byOwner;
  }
}
