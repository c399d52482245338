package dev.clearer.tensor;

import dev.clearer.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's checkpoint format since version 1.6: an uncompressed zip with one pickle, {@code
 * data.pkl}, and one raw file for each storage.
 */
final class PthFile {
  private static final String PICKLE = "data.pkl";
  private static final String ALL_NAMES_PREFIX = "module.";
  private static final List<String> NESTED = List.of("params_ema", "params", "state_dict");

  /**
   * Limit for the total size of all tensors, as a multiple of the file's size. Views share
   * storages, but only a little.
   */
  private static final int MAX_EXPANSION = 4;

  private final ZipFile zip;
  private final String name;
  private final String folder;
  private final Map<String, ByteBuffer> storages = new HashMap<>();
  private long allowance;

  private PthFile(ZipFile zip, String name, String folder, long allowance) {
    this.zip = zip;
    this.name = name;
    this.folder = folder;
    this.allowance = allowance;
  }

  static Weights read(Path file) throws IOException {
    String name = file.toString();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new PthFile(zip, name, folder(zip, name), MAX_EXPANSION * file.toFile().length())
          .read();
    } catch (ZipException | IllegalArgumentException e) {
      throw Safetensors.damaged(name, "its zip structure is broken");
    }
  }

  private static String folder(ZipFile zip, String name) {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(entry -> entry.equals(PICKLE) || entry.endsWith("/" + PICKLE))
        .map(entry -> entry.substring(0, entry.length() - PICKLE.length()))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    ("%s is a zip file but no PyTorch checkpoint. Give a .pth or"
                            + " a safetensors file.")
                        .formatted(name)));
  }

  private Weights read() throws IOException {
    if (zip.getEntry(folder + "constants.pkl") != null) {
      throw new InputException(
          "%s is a TorchScript program. Give a checkpoint that was saved from a state_dict."
              .formatted(name));
    }
    requireLittleEndian();
    Map<?, ?> entries = stateDict(TensorPickle.load(bytes(PICKLE), name));
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      if (!(entry.getKey() instanceof String key
          && entry.getValue() instanceof TensorPickle.View view)) {
        throw new InputException(
            "%s: the entry \"%s\" is no tensor. Save only the network's state_dict."
                .formatted(name, entry.getKey() instanceof String text ? text : "(unnamed)"));
      }
      tensors.put(key, tensor(key, view));
    }
    return withoutCommonPrefix(new Weights(name, tensors, Map.of()));
  }

  private void requireLittleEndian() throws IOException {
    if (zip.getEntry(folder + "byteorder") != null
        && !new String(bytes("byteorder"), StandardCharsets.UTF_8).equals("little")) {
      throw new InputException(
          "%s was saved on a big-endian machine. Save it again on a little-endian one."
              .formatted(name));
    }
  }

  /** Unwraps the dictionaries that training programs put around a state dict. */
  private Map<?, ?> stateDict(@Nullable Object root) {
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

  private StoredTensor tensor(String key, TensorPickle.View view) throws IOException {
    TensorPickle.Storage storage = view.storage();
    ByteBuffer stored = storages.get(storage.key());
    if (stored == null) {
      stored = ByteBuffer.wrap(bytes("data/" + storage.key()));
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

  private void spend(long bytes) {
    allowance -= bytes;
    if (allowance < 0) {
      throw new InputException(
          "%s expands to many times its own size. Do not trust it.".formatted(name));
    }
  }

  private byte[] bytes(String entryName) throws IOException {
    ZipEntry entry = zip.getEntry(folder + entryName);
    if (entry == null) {
      throw Safetensors.damaged(name, "its part \"%s\" is missing".formatted(entryName));
    }
    // PyTorch never compresses, so no entry is larger than the file. This rules out zip bombs.
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
      throw new InputException(
          "%s: its part \"%s\" is compressed, which PyTorch never does. Save it with PyTorch."
              .formatted(name, entryName));
    }
    spend(entry.getSize());
    try (InputStream stream = zip.getInputStream(entry)) {
      byte[] bytes = stream.readAllBytes();
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      if (bytes.length != entry.getSize() || checksum.getValue() != entry.getCrc()) {
        throw Safetensors.damaged(name, "the checksum of \"%s\" is wrong".formatted(entryName));
      }
      return bytes;
    }
  }
}
