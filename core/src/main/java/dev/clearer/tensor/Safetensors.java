package dev.clearer.tensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clearer.InputException;
import dev.clearer.image.OutputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The safetensors format: the header's length (8 bytes, little-endian), the header (JSON: name to
 * type, shape and position), then the tensors without gaps.
 */
final class Safetensors {
  private static final String METADATA = "__metadata__";
  private static final int LENGTH_BYTES = Long.BYTES;

  /** The format's own limit. */
  private static final int MAX_HEADER = 100_000_000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Safetensors() {}

  /** The header entry of one tensor; [begin, end) counts from the end of the header. */
  private record Place(DataType type, List<Long> shape, long begin, long end) {}

  static Weights read(ByteSource bytes, String name) throws IOException {
    ObjectNode header = header(bytes, name);
    long dataStart =
        LENGTH_BYTES + bytes.slice(0, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    Map<String, String> metadata = metadata(header.remove(METADATA), name);
    Map<String, Place> places = places(header, name);
    requireNoGaps(places, bytes.size() - dataStart, name);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Place> entry : places.entrySet()) {
      Place place = entry.getValue();
      ByteBuffer data = bytes.slice(dataStart + place.begin, (int) (place.end - place.begin));
      tensors.put(entry.getKey(), new StoredTensor(place.type, place.shape, data));
    }
    return new Weights(name, tensors, metadata);
  }

  static void write(Map<String, StoredTensor> tensors, Map<String, String> metadata, Path file) {
    List<Map.Entry<String, StoredTensor>> layout = new ArrayList<>(tensors.entrySet());
    // Sorting by element size, largest first, keeps every tensor aligned.
    layout.sort(Comparator.comparingInt(entry -> -entry.getValue().type().bytes()));
    List<ByteBuffer> pieces = new ArrayList<>();
    pieces.add(encodeHeader(layout, tensors, metadata));
    layout.forEach(entry -> pieces.add(entry.getValue().bytes().duplicate()));
    OutputFile.write(file, out -> writeAll(pieces, out));
  }

  private static void writeAll(List<ByteBuffer> pieces, OutputStream out) throws IOException {
    WritableByteChannel channel = Channels.newChannel(out);
    for (ByteBuffer piece : pieces) {
      while (piece.hasRemaining()) {
        channel.write(piece);
      }
    }
  }

  private static ObjectNode header(ByteSource bytes, String name) throws IOException {
    if (bytes.size() < LENGTH_BYTES + 2) {
      throw notWeights(name);
    }
    long length = bytes.slice(0, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > MAX_HEADER || bytes.slice(LENGTH_BYTES, 1).get() != '{') {
      throw notWeights(name);
    }
    if (length > bytes.size() - LENGTH_BYTES) {
      throw damaged(name, "it ends inside its header");
    }
    byte[] json = new byte[(int) length];
    bytes.slice(LENGTH_BYTES, json.length).get(json);
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException | ClassCastException e) {
      throw damaged(name, "its header is not valid JSON");
    }
  }

  private static Map<String, String> metadata(@Nullable JsonNode node, String name) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (node == null) {
      return metadata;
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isTextual()) {
        throw damaged(name, "its metadata \"%s\" is not text".formatted(entry.getKey()));
      }
      metadata.put(entry.getKey(), entry.getValue().textValue());
    }
    return metadata;
  }

  private static Map<String, Place> places(ObjectNode header, String name) {
    Map<String, Place> places = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      places.put(entry.getKey(), place(entry.getKey(), entry.getValue(), name));
    }
    return places;
  }

  private static Place place(String tensor, JsonNode node, String name) {
    DataType type = type(tensor, node.path("dtype").asText(), name);
    List<Long> shape = longs(node.path("shape"), tensor, name);
    List<Long> offsets = longs(node.path("data_offsets"), tensor, name);
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw damaged(name, "the position of \"%s\" is invalid".formatted(tensor));
    }
    long length = offsets.get(1) - offsets.get(0);
    if (length > Integer.MAX_VALUE) {
      throw new InputException(
          "%s: the tensor \"%s\" is larger than 2 GiB.".formatted(name, tensor));
    }
    if (!holds(type, shape, length)) {
      throw damaged(name, "the shape of \"%s\" does not match its length".formatted(tensor));
    }
    return new Place(type, shape, offsets.get(0), offsets.get(1));
  }

  private static boolean holds(DataType type, List<Long> shape, long length) {
    try {
      return Math.multiplyExact(StoredTensor.elements(shape), type.bytes()) == length;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static DataType type(String tensor, String label, String name) {
    try {
      return DataType.valueOf(label);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s: the tensor \"%s\" has the unsupported type \"%s\". Convert it to F32."
              .formatted(name, tensor, label),
          e);
    }
  }

  private static List<Long> longs(JsonNode node, String tensor, String name) {
    List<Long> values = new ArrayList<>();
    for (JsonNode value : node) {
      if (!value.canConvertToLong() || !value.isIntegralNumber() || value.longValue() < 0) {
        throw damaged(name, "the entry of \"%s\" is invalid".formatted(tensor));
      }
      values.add(value.longValue());
    }
    if (!node.isArray()) {
      throw damaged(name, "the entry of \"%s\" is incomplete".formatted(tensor));
    }
    return values;
  }

  private static void requireNoGaps(Map<String, Place> places, long dataLength, String name) {
    List<Place> inOrder = new ArrayList<>(places.values());
    inOrder.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
    long reached = 0;
    for (Place place : inOrder) {
      if (place.begin != reached) {
        throw damaged(name, "its tensors overlap or leave gaps");
      }
      reached = place.end;
    }
    if (reached != dataLength) {
      throw damaged(name, "its tensors need %d bytes but it has %d".formatted(reached, dataLength));
    }
  }

  private static ByteBuffer encodeHeader(
      List<Map.Entry<String, StoredTensor>> layout,
      Map<String, StoredTensor> tensors,
      Map<String, String> metadata) {
    Map<String, Long> begins = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, StoredTensor> entry : layout) {
      begins.put(entry.getKey(), end);
      end += entry.getValue().bytes().remaining();
    }
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      header.set(METADATA, JSON.valueToTree(metadata));
    }
    tensors.forEach(
        (name, tensor) -> header.set(name, entry(tensor, begins.getOrDefault(name, 0L))));
    return padded(header.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode entry(StoredTensor tensor, long begin) {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("dtype", tensor.type().name());
    entry.set("shape", JSON.valueToTree(tensor.shape()));
    entry.putArray("data_offsets").add(begin).add(begin + tensor.bytes().remaining());
    return entry;
  }

  /** The length and the header, padded with spaces so that the tensors start at a multiple of 8. */
  private static ByteBuffer padded(byte[] json) {
    int length = (json.length + LENGTH_BYTES - 1) / LENGTH_BYTES * LENGTH_BYTES;
    ByteBuffer buffer = ByteBuffer.allocate(LENGTH_BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(length).put(json);
    while (buffer.hasRemaining()) {
      buffer.put((byte) ' ');
    }
    return buffer.flip();
  }

  private static InputException notWeights(String name) {
    return new InputException(
        "%s is no weight file. Give a safetensors file or a PyTorch .pth.".formatted(name));
  }

  static InputException damaged(String name, String fault) {
    return new InputException(
        "%s is damaged: %s. Download or copy it again.".formatted(name, fault));
  }
}
