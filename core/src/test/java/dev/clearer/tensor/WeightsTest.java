package dev.clearer.tensor;

import static org.bytedeco.pytorch.global.torch.rand;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.InputException;
import dev.clearer.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {
  private final Path folder;

  WeightsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A convolution with a batch norm, as {@code conv} and {@code part.norm}. */
  private static final class Small extends Module {
    final Conv2dImpl conv;
    final Module part = new Module();
    final BatchNorm2dImpl norm;

    Small(int channels) {
      conv = register_module("conv", Layers.conv(3, channels, 3));
      register_module("part", part);
      norm = part.register_module("norm", Layers.norm(channels, 0.1));
    }
  }

  @Test
  void namesFollowPyTorchsStateDict() {
    assertEquals(
        List.of(
            "conv.weight",
            "conv.bias",
            "part.norm.weight",
            "part.norm.bias",
            "part.norm.running_mean",
            "part.norm.running_var",
            "part.norm.num_batches_tracked"),
        List.copyOf(Weights.of(new Small(4)).names()));
  }

  @Test
  void whatIsWrittenIsReadAndApplied() {
    Path file = folder.resolve("small.safetensors");
    Small network = new Small(4);
    Weights.of(network).withMetadata(Map.of("note", "größer")).write(file);
    Weights read = Weights.read(file);
    assertEquals(Map.of("note", "größer"), read.metadata());
    Small other = new Small(4);
    assertFalse(other.conv.weight().equal(network.conv.weight()));
    read.apply(other);
    assertTrue(other.conv.weight().equal(network.conv.weight()));
    assertEquals(Weights.of(network).names(), read.names());
    assertTrue(other.conv.weight().requires_grad());
    assertTrue(other.norm.running_var().equal(network.norm.running_var()));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"F64", "F32", "F16", "BF16"})
  void floatsKeepTheirNumbersAndIntegersTheirType(DataType type) {
    Path file = folder.resolve("typed.safetensors");
    Small network = new Small(4);
    Weights.of(network).write(file, type);
    Weights read = Weights.read(file);
    assertEquals(type, read.type("conv.weight"));
    assertEquals(DataType.I64, read.type("part.norm.num_batches_tracked"));
    Scope.run(
        () -> {
          Tensor expected = network.conv.weight().to(type.torchType()).to(DataType.F32.torchType());
          read.apply(network);
          assertTrue(network.conv.weight().equal(expected));
        });
  }

  /** Bits after IEEE 754, rounded to nearest with ties to even. */
  @Test
  void halfPrecisionHasTheRightBitsAndSurvivesReading() throws IOException {
    float[] numbers = {1, -2.5f, 0.1f, 65504, 5.9604645e-8f, 0};
    assertBits(DataType.F16, numbers, 0x3c00, 0xc100, 0x2e66, 0x7bff, 0x0001, 0x0000);
    assertBits(DataType.BF16, numbers, 0x3f80, 0xc020, 0x3dcd, 0x4780, 0x3380, 0x0000);
  }

  private void assertBits(DataType type, float[] numbers, int... bits) throws IOException {
    Path file = folder.resolve("half.safetensors");
    Scope.run(
        () -> Weights.of(Map.of("x", Golden.tensor(numbers, numbers.length))).write(file, type));
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    data.position(bytes.length - 2 * bits.length);
    for (int expected : bits) {
      assertEquals(expected, data.getShort() & 0xffff, type.label());
    }
    Path again = folder.resolve("again.safetensors");
    Weights.read(file).as(DataType.F32).write(again, type);
    assertArrayEquals(bytes, Files.readAllBytes(again));
  }

  @Test
  void refusesNumbersThatHalfPrecisionCannotHold() {
    Scope.run(
        () -> {
          Weights large = Weights.of(Map.of("x", Golden.tensor(new float[] {1, 70000}, 2)));
          Path file = folder.resolve("large.safetensors");
          String message = Refusal.of(() -> large.write(file, DataType.F16));
          assertTrue(message.contains("x") && message.contains("bf16"), message);
          large.write(file, DataType.BF16);
          assertTrue(Files.exists(file));
        });
  }

  @Test
  void everyMisfitIsNamedAtOnceAndNothingIsTouched() {
    Small network = new Small(4);
    Weights before = Weights.of(network);
    Map<String, Tensor> wrong = new LinkedHashMap<>();
    Scope.run(
        () -> {
          for (String name : before.names()) {
            wrong.put(name, before.tensor(name));
          }
          wrong.remove("part.norm.bias");
          wrong.put("extra", rand(2));
          wrong.put("conv.weight", rand(4, 3, 5, 5));
          String message = Refusal.of(() -> Weights.of(wrong).apply(network));
          assertTrue(message.contains("1 missing (part.norm.bias)"), message);
          assertTrue(message.contains("1 unexpected (extra)"), message);
          assertTrue(message.contains("conv.weight is 4x3x5x5, not 4x3x3x3"), message);
          assertTrue(before.tensor("conv.bias").equal(network.conv.bias()));
        });
  }

  @Test
  void aPyTorchCheckpointHoldsWhatTheRuleSays() {
    Weights weights = Weights.read(Golden.file("gia_same_scale.pth"));
    assertTrue(weights.names().size() > 100);
    for (String tensor : weights.names()) {
      float[] expected =
          Golden.weight(tensor, weights.shape(tensor), Golden.ownedByNorm(tensor, weights.names()));
      assertArrayEquals(expected, floats(weights, tensor), tensor);
    }
  }

  @Test
  void streamsAreReadLikeFiles() throws IOException {
    Path file = folder.resolve("small.safetensors");
    Weights.of(new Small(2)).write(file, DataType.F16);
    Weights read = Weights.read(new ByteArrayInputStream(Files.readAllBytes(file)), "resource");
    assertEquals(Weights.read(file).names(), read.names());
    assertArrayEquals(floats(Weights.read(file), "conv.weight"), floats(read, "conv.weight"));
  }

  @Test
  void anotherImplementationsFileIsRead() throws IOException {
    // Made by hand after the format's description: a scalar, an empty tensor, two dimensions.
    String header =
        "{\"b\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},\"none\":{\"dtype\":\"F32\","
            + "\"shape\":[0,3],\"data_offsets\":[8,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],"
            + "\"data_offsets\":[8,16]},\"__metadata__\":{\"format\":\"pt\"}}";
    ByteBuffer data =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(7).putFloat(1).putFloat(-2);
    Weights read = Weights.read(new ByteArrayInputStream(safetensors(header, data.array())), "x");
    assertEquals(List.of(), read.shape("b"));
    assertEquals(7, read.tensor("b").item_long());
    assertArrayEquals(new float[] {1, -2}, floats(read, "a"));
    assertEquals(0, read.elements("none"));
    assertEquals(Map.of("format", "pt"), read.metadata());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}",
        "{\"a\":{\"dtype\":\"F8_E5M2\",\"shape\":[8],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"__metadata__\":{\"x\":1}}",
        "{\"a\":[1,2]}",
        "{\"a\":3}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} x",
        "{}",
        "{nonsense"
      })
  void faultyHeadersAreRefused(String header) {
    byte[] file = safetensors(header, new byte[8]);
    String message =
        Refusal.of(() -> Weights.read(new ByteArrayInputStream(file), "faulty.safetensors"));
    assertTrue(message.startsWith("faulty.safetensors"), message);
  }

  @Test
  void refusalsNameTheFile() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("empty", new byte[0]);
    files.put("text", "Not weights at all, but a letter.".getBytes(StandardCharsets.UTF_8));
    files.put("huge-header", safetensorsHeaderOf(Long.MAX_VALUE));
    files.put("old.pth", new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc});
    files.put("zip", new byte[] {'P', 'K', 3, 4, 0, 0, 0});
    for (Map.Entry<String, byte[]> entry : files.entrySet()) {
      Path file = Files.write(folder.resolve(entry.getKey()), entry.getValue());
      String message = Refusal.of(() -> Weights.read(file));
      assertTrue(message.contains(file.toString()), message);
    }
    assertThrows(InputException.class, () -> Weights.read(folder));
    assertThrows(InputException.class, () -> Weights.read(folder.resolve("missing")));
  }

  @Test
  void aFailedWriteLeavesNothing() throws IOException {
    Weights weights = Weights.of(new Small(2));
    assertThrows(
        InputException.class, () -> weights.write(folder.resolve("nowhere/x.safetensors")));
    assertThrows(InputException.class, () -> weights.write(folder));
    weights.write(folder.resolve("x.safetensors"));
    try (var files = Files.list(folder)) {
      assertEquals(List.of("x.safetensors"), files.map(f -> f.getFileName().toString()).toList());
    }
  }

  @Test
  void partsAndNewNames() {
    Weights weights = Weights.of(new Small(2));
    assertEquals(List.of("weight", "bias"), List.copyOf(weights.under("conv.").names()));
    assertEquals(weights.names(), weights.renamed(name -> "cmos." + name).under("cmos.").names());
  }

  static byte[] safetensors(String header, byte[] data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(data)
        .array();
  }

  private static byte[] safetensorsHeaderOf(long length) {
    return ByteBuffer.allocate(64)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put((byte) '{')
        .array();
  }

  static float[] floats(Weights weights, String name) {
    float[] values = new float[Math.toIntExact(weights.elements(name))];
    if (values.length > 0) {
      Scope.run(
          () -> weights.tensor(name).to(DataType.F32.torchType()).data_ptr_float().get(values));
    }
    return values;
  }
}
