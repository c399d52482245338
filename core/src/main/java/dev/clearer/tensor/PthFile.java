package dev.clearer.tensor;

import dev.clearer.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * PyTorch's checkpoint format since version 1.6: an uncompressed zip with one pickle, {@code
 * data.pkl}, and one raw file for each storage.
 */
final class PthFile {
  private static final String PICKLE = "data.pkl";

  private final ZipFile zip;
  private final String name;
  private final String folder;
  private final StateDict stateDict;

  private PthFile(ZipFile zip, String name, String folder, StateDict stateDict) {
    this.zip = zip;
    this.name = name;
    this.folder = folder;
    this.stateDict = stateDict;
  }

  static Weights read(Path file) throws IOException {
    String name = file.toString();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      StateDict stateDict = new StateDict(name, file.toFile().length());
      return new PthFile(zip, name, folder(zip, name), stateDict).read();
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
    return stateDict.read(
        TensorPickle.load(bytes(PICKLE), name),
        storage -> ByteBuffer.wrap(bytes("data/" + storage.key())));
  }

  private void requireLittleEndian() throws IOException {
    if (zip.getEntry(folder + "byteorder") != null
        && !new String(bytes("byteorder"), StandardCharsets.UTF_8).equals("little")) {
      throw bigEndian(name);
    }
  }

  /** The refusal of a file from a big-endian machine. */
  static InputException bigEndian(String name) {
    return new InputException(
        "%s was saved on a big-endian machine. Save it again on a little-endian one."
            .formatted(name));
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
    stateDict.spend(entry.getSize());
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
