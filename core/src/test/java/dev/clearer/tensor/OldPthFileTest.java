package dev.clearer.tensor;

import static dev.clearer.tensor.Pickles.ascii;
import static dev.clearer.tensor.Pickles.count;
import static dev.clearer.tensor.Pickles.dict;
import static dev.clearer.tensor.Pickles.floats;
import static dev.clearer.tensor.Pickles.global;
import static dev.clearer.tensor.Pickles.join;
import static dev.clearer.tensor.Pickles.number;
import static dev.clearer.tensor.Pickles.oldCheckpoint;
import static dev.clearer.tensor.Pickles.oldStart;
import static dev.clearer.tensor.Pickles.pickle;
import static dev.clearer.tensor.Pickles.text;
import static dev.clearer.tensor.Pickles.tuple;
import static dev.clearer.tensor.Pickles.vector;
import static dev.clearer.tensor.Pickles.view;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints in PyTorch's format from before version 1.6. */
class OldPthFileTest {
  private final Path folder;

  OldPthFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Weights read(byte[] file) {
    try {
      return Weights.read(Files.write(folder.resolve("x.pth"), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] file(byte[] value) {
    Map<String, byte[]> storages = Map.of("94", floats(0, 1, 2, 3, 4, 5, 6, 7), "200", floats(9));
    return oldCheckpoint(pickle(value), new TreeMap<>(storages));
  }

  private String refusal(byte[] file) {
    return Refusal.of(() -> read(file));
  }

  @Test
  void readsWhatPyTorchWrote() throws IOException {
    Weights weights = Weights.read(Golden.file("old_format.pth"));
    assertEquals(
        List.of("conv.weight", "conv.bias", "turned", "tail", "norm.num_batches_tracked", "half"),
        List.copyOf(weights.names()));
    assertEquals(List.of(2L, 1L, 2L, 2L), weights.shape("conv.weight"));
    assertArrayEquals(
        new float[] {0, 0.25f, 0.5f, 0.75f, 1, 1.25f, 1.5f, 1.75f},
        WeightsTest.floats(weights, "conv.weight"));
    assertArrayEquals(new float[] {-1, 2}, WeightsTest.floats(weights, "conv.bias"));
    assertArrayEquals(new float[] {0, 4, 1, 5, 2, 6, 3, 7}, WeightsTest.floats(weights, "turned"));
    assertArrayEquals(new float[] {6, 7}, WeightsTest.floats(weights, "tail"));
    assertEquals(DataType.I64, weights.type("norm.num_batches_tracked"));
    assertEquals(DataType.F16, weights.type("half"));
    Path converted = folder.resolve("converted.safetensors");
    weights.write(converted);
    assertEquals(weights.names(), Weights.read(converted).names());
  }

  @Test
  void readsViewsOfStoragesInAnyOrder() {
    Weights weights =
        read(
            file(
                dict(
                    "module.single", vector("200", 1),
                    "module.turned", view("94", 8, 0, tuple(4, 2), tuple(1, 4)),
                    "module.tail", view("94", 8, 6, tuple(2), tuple(1)))));
    assertEquals(Set.of("single", "turned", "tail"), weights.names());
    assertArrayEquals(new float[] {9}, WeightsTest.floats(weights, "single"));
    assertArrayEquals(new float[] {0, 4, 1, 5, 2, 6, 3, 7}, WeightsTest.floats(weights, "turned"));
    assertArrayEquals(new float[] {6, 7}, WeightsTest.floats(weights, "tail"));
  }

  /** Python 2 wrote texts as bytes, and tensors without hooks. */
  @Test
  void readsFilesOfPython2() {
    byte[] id =
        join(
            ascii("(U\u0007storage"),
            global("torch", "FloatStorage"),
            ascii("U\u000294U\u0003cpu"),
            number(8),
            ascii("NtQ"));
    byte[] arguments = join(ascii("("), id, number(2), tuple(3), tuple(1), ascii("t"));
    byte[] tensor = join(global("torch._utils", "_rebuild_tensor"), arguments, ascii("R"));
    byte[] value = join(ascii("}(U\u0001w"), tensor, text("b"), vector("200", 1), ascii("u"));
    assertArrayEquals(new float[] {2, 3, 4}, WeightsTest.floats(read(file(value)), "w"));
  }

  @Test
  void refusesOtherVersionsAndByteOrders() {
    assertTrue(refusal(oldStart(1000, true)).contains("another version"));
    assertTrue(refusal(oldStart(1001, false)).contains("big-endian machine"));
    byte[] magic = oldStart(1001, true);
    magic[6]++;
    assertTrue(refusal(magic).contains("magic number is wrong"));
  }

  @Test
  void refusesCodeAndPartsOfStorages() {
    byte[] call = join(global("os", "system"), text("touch ran"), ascii("\u0085R"));
    assertTrue(refusal(file(dict("a", call))).contains("asks to run \"os.system\""));
    byte[] part =
        new String(vector("94", 8), StandardCharsets.ISO_8859_1)
            .replace("tQ", "\u0089tQ")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertTrue(refusal(file(dict("a", part))).contains("parts of storages"));
  }

  @Test
  void refusesStoragesThatDoNotFit() {
    String wrongLength = "the storage \"94\" is of a wrong length";
    byte[] good = file(dict("a", vector("94", 8), "b", vector("200", 1)));
    assertEquals(2, read(good).names().size());
    assertTrue(refusal(Arrays.copyOf(good, good.length - 1)).contains(wrongLength));
    assertTrue(refusal(Arrays.copyOf(good, good.length - 36)).contains("ends before its storages"));
    byte[] long9 = file(dict("a", vector("94", 9), "b", vector("200", 1)));
    assertTrue(refusal(long9).contains(wrongLength));
    assertTrue(refusal(file(dict("a", vector("94", 8)))).contains("a storage that no tensor uses"));
    assertTrue(refusal(file(dict("a", vector("7", 1)))).contains("a storage that no tensor uses"));
    byte[] outside = file(dict("a", view("94", 8, 1, tuple(8), tuple(1)), "b", vector("200", 1)));
    assertTrue(refusal(outside).contains("\"a\" exceeds its storage"));
    byte[] huge =
        join(
            oldStart(1001, true),
            pickle(dict("a", vector("0", Integer.MAX_VALUE))),
            pickle(join(ascii("]"), text("0"), ascii("a"))),
            count(Integer.MAX_VALUE),
            floats(1));
    assertTrue(refusal(huge).contains("the storage \"0\" is of a wrong length"));
  }

  @Test
  void refusesListsOfStoragesThatAreNone() {
    byte[] start = join(oldStart(1001, true), pickle(dict("a", vector("0", 1))));
    assertTrue(refusal(join(start, pickle(number(1)))).contains("does not list its storages"));
    byte[] itself = pickle(ascii("]q\u0000h\u0000a"));
    assertTrue(refusal(join(start, itself)).contains("a storage that no tensor uses"));
    assertTrue(refusal(start).contains("its pickle is invalid"));
  }
}
