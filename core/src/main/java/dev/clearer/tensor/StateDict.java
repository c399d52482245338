package dev.clearer.tensor;

import dev.clearer.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the unpickled value of a PyTorch checkpoint into named tensors, whatever the file's format.
 * Nested {@code params_ema}, {@code params} and {@code state_dict} entries are unwrapped, and a
 * {@code module.} prefix common to all names is removed.
 */
final class StateDict {
  private static final String ALL_NAMES_PREFIX = "module.";
  private static final List<String> NESTED = List.of("params_ema", "params", "state_dict");

  /**
   * Limit for the total size of all tensors, as a multiple of the file's size. Views share
   * storages, but only a little.
   */
  private static final int MAX_EXPANSION = 4;

  private final String name;
  private final Map<String, ByteBuffer> storages = new HashMap<>();
  private long allowance;

  /**
   * An empty one.
   *
   * @param name the file's name for messages
   * @param fileBytes the file's size in bytes, which limits the size of all tensors
   */
  StateDict(String name, long fileBytes) {
    this.name = name;
    this.allowance = MAX_EXPANSION * fileBytes;
  }

  /** Where the numbers of a checkpoint are. */
  interface Storages {
    /** All bytes of a storage, at least as many as it has elements; little-endian. */
    ByteBuffer bytes(TensorPickle.Storage storage) throws IOException;
  }

  /**
   * Counts bytes that are read or created.
   *
   * @throws InputException if they are far more than the file has
   */
  void spend(long bytes) {
    allowance -= bytes;
    if (allowance < 0) {
      throw new InputException(
          "%s expands to many times its own size. Do not trust it.".formatted(name));
    }
  }

  /**
   * The tensors in the unpickled value {@code root}.
   *
   * @throws InputException if it holds anything but named tensors, or a tensor exceeds its storage
   */
  Weights read(@Nullable Object root, Storages source) throws IOException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : entries(root).entrySet()) {
      if (!(entry.getKey() instanceof String key
          && entry.getValue() instanceof TensorPickle.View view)) {
        throw new InputException(
            "%s: the entry \"%s\" is no tensor. Save only the network's state_dict."
                .formatted(name, entry.getKey() instanceof String text ? text : "(unnamed)"));
      }
      tensors.put(key, tensor(key, view, source));
    }
    return withoutCommonPrefix(new Weights(name, tensors, Map.of()));
  }

  /** Unwraps the dictionaries that training programs put around a state dict. */
  private Map<?, ?> entries(@Nullable Object root) {
    Object found = root;
    for (int depth = 0; depth < NESTED.size() && found instanceof Map<?, ?> map; depth++) {
      Object nested =
          NESTED.stream().map(map::get).filter(Map.class::isInstance).findFirst().orElse(null);
      if (nested == null) {
        return map;
      }
      found = nested;
    }
    if (found instanceof Map<?, ?> map) {
      return map;
    }
    throw new InputException(
        "%s holds no named tensors. Save the network's state_dict.".formatted(name));
  }

  private static Weights withoutCommonPrefix(Weights weights) {
    boolean common = weights.names().stream().allMatch(n -> n.startsWith(ALL_NAMES_PREFIX));
    return common ? weights.under(ALL_NAMES_PREFIX) : weights;
  }

  private StoredTensor tensor(String key, TensorPickle.View view, Storages source)
      throws IOException {
    TensorPickle.Storage storage = view.storage();
    ByteBuffer stored = storages.get(storage.key());
    if (stored == null) {
      stored = source.bytes(storage);
      storages.put(storage.key(), stored);
    }
    int itemBytes = storage.type().bytes();
    if (stored.remaining() / itemBytes < storage.elements()) {
      throw Safetensors.damaged(name, "the storage of \"%s\" is too short".formatted(key));
    }
    if (!view.fits(stored.remaining() / itemBytes)) {
      throw Safetensors.damaged(name, "tensor \"%s\" exceeds its storage".formatted(key));
    }
    spend(view.elements() * itemBytes);
    return new StoredTensor(storage.type(), view.shape(), view.gather(stored, itemBytes));
  }
}
