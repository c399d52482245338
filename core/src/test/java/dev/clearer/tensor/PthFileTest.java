package dev.clearer.tensor;

import static dev.clearer.tensor.Pickles.ascii;
import static dev.clearer.tensor.Pickles.checkpoint;
import static dev.clearer.tensor.Pickles.dict;
import static dev.clearer.tensor.Pickles.floats;
import static dev.clearer.tensor.Pickles.global;
import static dev.clearer.tensor.Pickles.join;
import static dev.clearer.tensor.Pickles.number;
import static dev.clearer.tensor.Pickles.pickle;
import static dev.clearer.tensor.Pickles.text;
import static dev.clearer.tensor.Pickles.tuple;
import static dev.clearer.tensor.Pickles.vector;
import static dev.clearer.tensor.Pickles.view;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints of PyTorch as training programs write them, and as attackers do. */
class PthFileTest {
  private final Path folder;

  PthFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Weights read(byte[] value) {
    Map<String, byte[]> storages = Map.of("0", floats(0, 1, 2, 3, 4, 5, 6, 7), "1", floats(9));
    return Weights.read(checkpoint(folder.resolve("x.pth"), pickle(value), storages));
  }

  private String refusal(byte[] value) {
    return Refusal.of(() -> read(value));
  }

  @Test
  void stridedViewsOfOneStorageComeOutRowMajor() {
    Weights weights =
        read(
            dict(
                "plain", view("0", 8, 0, tuple(2, 4), tuple(4, 1)),
                "transposed", view("0", 8, 0, tuple(4, 2), tuple(1, 4)),
                "column", view("0", 8, 1, tuple(2, 1), tuple(4, 1)),
                "expanded", view("0", 8, 6, tuple(2, 2), tuple(0, 1)),
                "everyThird", view("0", 8, 1, tuple(3), tuple(3)),
                "scalar", view("1", 1, 0, ascii(")"), ascii(")")),
                "none", view("0", 8, 0, tuple(0, 4), tuple(4, 1))));
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, WeightsTest.floats(weights, "plain"));
    assertEquals(List.of(4L, 2L), weights.shape("transposed"));
    assertArrayEquals(
        new float[] {0, 4, 1, 5, 2, 6, 3, 7}, WeightsTest.floats(weights, "transposed"));
    assertArrayEquals(new float[] {1, 5}, WeightsTest.floats(weights, "column"));
    assertArrayEquals(new float[] {6, 7, 6, 7}, WeightsTest.floats(weights, "expanded"));
    assertArrayEquals(new float[] {1, 4, 7}, WeightsTest.floats(weights, "everyThird"));
    assertArrayEquals(new float[] {9}, WeightsTest.floats(weights, "scalar"));
    assertEquals(0, weights.elements("none"));
  }

  @Test
  void viewsThatLeaveTheirStorageAreRefused() {
    String outside = "tensor \"a\" exceeds its storage";
    assertTrue(refusal(dict("a", view("0", 8, 1, tuple(8), tuple(1)))).contains(outside));
    assertTrue(refusal(dict("a", view("0", 8, 0, tuple(3), tuple(4)))).contains(outside));
    assertTrue(
        refusal(dict("a", view("0", 8, 0, tuple(1 << 30, 1 << 30, 1 << 30), tuple(0, 0, 0))))
            .contains(outside));
    assertTrue(refusal(dict("a", vector("0", 9))).contains("the storage of \"a\" is too short"));
    assertTrue(refusal(dict("a", vector("7", 1))).contains("\"data/7\" is missing"));
    assertTrue(refusal(dict("a", view("0", 8, -1, tuple(1), tuple(1)))).contains("is invalid"));
    assertTrue(refusal(dict("a", view("0", 8, 0, tuple(2, 2), tuple(1)))).contains("is invalid"));
  }

  @Test
  void manyViewsOfOneStorageMayNotUnfoldToFarMoreThanTheFile() {
    Object[] entries = new Object[2000];
    for (int i = 0; i < entries.length; i += 2) {
      entries[i] = "t" + i;
      entries[i + 1] = ascii("h\u0000"); // the one tensor of the memo
    }
    byte[] wide = join(view("big", 100_000, 0, tuple(100_000), tuple(1)), ascii("q\u0000"));
    entries[1] = wide;
    Map<String, byte[]> storages = Map.of("big", new byte[400_000]);
    Path file = checkpoint(folder.resolve("bomb.pth"), pickle(dict(entries)), storages);
    String message = Refusal.of(() -> Weights.read(file));
    assertTrue(message.contains("many times its own size"), message);
  }

  @Test
  void nestedStateDictsAreFound() {
    byte[] inner = dict("a", vector("1", 1));
    byte[] other = dict("b", vector("0", 8));
    assertEquals(Set.of("a"), read(dict("state_dict", inner, "epoch", number(3))).names());
    assertEquals(Set.of("a"), read(dict("params", other, "params_ema", inner)).names());
    assertEquals(Set.of("a"), read(dict("state_dict", dict("params", inner))).names());
    assertEquals(Set.of("params"), read(dict("params", vector("1", 1))).names());
  }

  @Test
  void aPrefixIsDroppedOnlyWhereAllNamesHaveIt() {
    byte[] tensor = vector("1", 1);
    assertEquals(Set.of("a", "b.c"), read(dict("module.a", tensor, "module.b.c", tensor)).names());
    assertEquals(Set.of("module.a", "b"), read(dict("module.a", tensor, "b", tensor)).names());
    assertEquals(Set.of("a"), read(dict("state_dict", dict("module.a", tensor))).names());
  }

  @Test
  void parametersAndAttributesAreReadThrough() {
    byte[] parameter =
        join(
            global("torch._utils", "_rebuild_parameter"),
            ascii("("),
            vector("1", 1),
            ascii("\u0088"),
            global("collections", "OrderedDict"),
            ascii(")RtR"));
    byte[] withMetadata = join(dict("w", parameter), dict("_metadata", dict()), ascii("b"));
    assertArrayEquals(new float[] {9}, WeightsTest.floats(read(withMetadata), "w"));
  }

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "posix, system",
    "nt, system",
    "builtins, eval",
    "builtins, getattr",
    "subprocess, Popen",
    "torch, load",
    "torch.storage, _load_from_bytes",
    "numpy.core.multiarray, _reconstruct"
  })
  void otherGlobalsAreRefusedByName(String module, String name) {
    String asked = "asks to run \"%s.%s\"".formatted(module, name);
    byte[] call = join(text("touch " + folder.resolve("ran")), ascii("\u0085R"));
    String plain = refusal(dict("a", join(global(module, name), call)));
    assertTrue(plain.contains(asked), plain);
    String onStack = refusal(join(text(module), text(name), ascii("\u0093"), call));
    assertTrue(onStack.contains(asked), onStack);
    assertTrue(onStack.contains("x.pth"), onStack);
    assertTrue(!folder.resolve("ran").toFile().exists());
  }

  /** INST, OBJ, NEWOBJ, NEWOBJ_EX, EXT1, PERSID, REDUCE by text, and numbers as text. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(S'id'\nios\nsystem\n",
        "(cos\nsystem\no",
        ")\u0081",
        "}\u0092",
        "\u0082\u0001",
        "Pstorage\n",
        "I1\n",
        "L1L\n",
        "\u008b\u00ff\u00ff\u00ff\u007f",
        "T\u00ff\u00ff\u00ff\u007f",
        "B\u00ff\u00ff\u00ff\u007f",
        "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
        "\u0096\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f"
      })
  void instructionsThatNoTensorNeedsAreRefused(String instructions) {
    String message = refusal(ascii(instructions));
    assertTrue(
        message.contains("Do not trust") || message.contains("asks to run \"os.system\""), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "0", "R", "(R", "u", "}u", "}(Ku", "h\u0007", "NQ", "N", "]", "]b"})
  void picklesThatMakeNoSenseAreRefused(String instructions) {
    assertTrue(refusal(ascii(instructions)).contains("x.pth"));
  }

  @Test
  void entriesThatAreNoTensorsAreNamed() {
    assertTrue(refusal(dict("a", number(3))).contains("entry \"a\" is no tensor"));
    assertTrue(refusal(dict("a", dict("b", number(3)))).contains("entry \"a\" is no tensor"));
  }
}
