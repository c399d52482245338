package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.net.cmos.Cmos;
import dev.clearer.net.photo.Photo;
import dev.clearer.net.photo.PhotoConfig;
import dev.clearer.net.rrdbsft.RrdbSft;
import dev.clearer.tensor.DataType;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code clearer model} in a temporary folder. */
class ModelCommandTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path restorer = Path.of("unset");

  @BeforeAll
  static void writeModel() {
    restorer = shared.resolve("restorer.safetensors");
    Weights.of(new RrdbSft(RrdbSft.Config.reference(2)))
        .withMetadata(Map.of("note", "drawn at random"))
        .write(restorer);
  }

  private static CommandLineRun info(Object model) {
    return CommandLineRun.of("model", "info", model);
  }

  private static CommandLineRun convert(Object... arguments) {
    return CommandLineRun.of(
        Stream.concat(Stream.of("model", "convert"), Arrays.stream(arguments)).toArray());
  }

  private static void assertRefused(CommandLineRun run, String part) {
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().contains(part), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  private Path written(Weights weights) {
    Path file = folder.resolve("weights.safetensors");
    weights.write(file);
    return file;
  }

  private static Weights reduced(Weights weights, String without) {
    return weights.renamed(name -> name.equals(without) ? "strange" : name);
  }

  @Test
  void describesARestorer() {
    CommandLineRun run = info(restorer);
    assertEquals(0, run.code(), run.err());
    assertEquals(
        List.of(
            "network: rrdb-sft",
            "as: restorer that reads blur and classes at x4",
            "tensors: 194",
            "parameters: 2318928",
            "types: 180 f32, 14 i64",
            "size: 9.28 MB",
            "metadata.note: drawn at random"),
        run.out().lines().toList());
  }

  @Test
  void describesBuiltInModels() {
    CommandLineRun run = info("compact-x4");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("network: compact\n"), run.out());
    assertTrue(run.out().contains("as: estimator of blur and classes at x4\n"), run.out());
    assertFalse(run.out().contains("differs"), run.out());
    assertTrue(run.out().contains(" f16\n"), run.out());
    assertTrue(run.out().contains("metadata."), run.out());
  }

  @Test
  void distinguishesTheNetworksOfThePaper() {
    Weights estimator = Weights.of(new Cmos(Cmos.Config.NYUV2)).renamed(name -> "cmos." + name);
    Weights restorer = Weights.of(new RrdbSft(RrdbSft.Config.REFERENCE));
    assertNetwork("cmos + rrdb-sft", estimator.and(restorer), 24_936_458);
    assertNetwork("cmos", Weights.of(new Cmos(Cmos.Config.CITYSCAPES)), 15_969_776);
  }

  private void assertNetwork(String name, Weights weights, long parameters) {
    CommandLineRun run = info(written(weights));
    assertTrue(run.out().startsWith("network: " + name + "\nas: estimator of blur"), run.out());
    assertFalse(run.out().contains("differs"), run.out());
    assertTrue(run.out().contains("\nparameters: " + parameters + "\n"), run.out());
  }

  @Test
  void reportsHowWeightsDifferFromTheirNetwork() {
    Weights weights = reduced(Weights.read(restorer), "conv_first.bias");
    String out = info(written(weights)).out();
    assertTrue(
        out.contains("\ndiffers: 1 missing (conv_first.bias); 1 unexpected (strange)\n"), out);
  }

  @Test
  void describesTheNetworkInACheckpointWithoutItsOptimizer() {
    Weights weights = Weights.read(restorer).renamed(name -> "network." + name);
    String out = info(written(weights)).out();
    assertTrue(out.contains("network: checkpoint of rrdb-sft\nas: restorer"), out);
    Weights moments = Weights.read(restorer).renamed(name -> "optimizer.first." + name);
    assertTrue(info(written(moments)).out().contains("parameters: 0\n"));
  }

  @Test
  void otherWeightsAreUnknown() {
    Weights weights = Weights.read(restorer).under("fuse.");
    assertTrue(info(written(weights)).out().startsWith("network: unknown\ntensors: "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"f32", "f16", "bf16", "BF16"})
  void convertsAndKeepsNamesShapesAndMetadata(String type) {
    Path out = folder.resolve("out.safetensors");
    CommandLineRun run = convert(restorer, out, "--dtype", type);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().startsWith(out + ": rrdb-sft; "), run.out());
    Weights before = Weights.read(restorer);
    Weights after = Weights.read(out);
    assertEquals(before.names(), after.names());
    assertEquals(before.metadata(), after.metadata());
    assertEquals(DataType.named(type), after.type("conv_first.weight"));
    assertEquals(before.shape("conv_first.weight"), after.shape("conv_first.weight"));
  }

  @Test
  void withoutATypeNumbersAreUnchanged() throws IOException {
    Path out = folder.resolve("out.safetensors");
    assertEquals(0, convert(restorer, out).code());
    assertArrayEquals(Files.readAllBytes(restorer), Files.readAllBytes(out));
    assertEquals(0, convert("compact-x4", out).code());
    assertTrue(info(out).out().contains("compact"));
  }

  @Test
  void convertsACheckpointToItsAveragedNetwork() {
    Photo first = new Photo(new PhotoConfig(8, 1, 1, 8, 3));
    Photo second = new Photo(new PhotoConfig(8, 1, 1, 8, 3));
    Path checkpoint = folder.resolve("step-00000001.safetensors");
    Weights.of(first)
        .renamed(name -> "network." + name)
        .and(Weights.of(second).renamed(name -> "average." + name))
        .withMetadata(Map.of("clearer.architecture", "photo", "step", "1"))
        .write(checkpoint);
    Path out = folder.resolve("trained.safetensors");
    assertEquals(0, convert(checkpoint, out).code());
    Weights trained = Weights.read(out);
    assertEquals(Weights.of(second).names(), trained.names());
    assertEquals(Map.of("clearer.architecture", "photo"), trained.metadata());
    for (String name : trained.names()) {
      assertArrayEquals(
          Tensors.values(Weights.of(second).tensor(name)), Tensors.values(trained.tensor(name)));
    }
  }

  @Test
  void convertsFilesOfPyTorch() {
    Path golden =
        Path.of(
            System.getProperty("clearer.root", ".."),
            "core/src/test/resources/golden/gia_same_scale.pth");
    Path out = folder.resolve("gia.safetensors");
    CommandLineRun run = convert(golden, out);
    assertEquals(0, run.code(), run.err());
    assertEquals(Weights.read(golden).names(), Weights.read(out).names());
    assertTrue(run.out().contains("unknown"), run.out());
  }

  @Test
  void refusesInvalidInputs() throws IOException {
    assertRefused(info(folder.resolve("missing.pth")), "missing.pth");
    assertRefused(info(folder), "is a folder");
    Path text = Files.writeString(folder.resolve("letter.txt"), "Dear Sir or Madam, with weights");
    assertRefused(info(text), "letter.txt is no weight file");
    byte[] bytes = Files.readAllBytes(restorer);
    Path cut =
        Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(bytes, bytes.length - 9));
    assertRefused(info(cut), "cut.safetensors is damaged");
    assertRefused(convert(cut, folder.resolve("out.safetensors")), "cut.safetensors is damaged");
    byte[] old = {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc};
    assertRefused(info(Files.write(folder.resolve("old.pth"), old)), "old.pth is damaged");
    assertFalse(Files.exists(folder.resolve("out.safetensors")));
  }

  @Test
  void refusesInvalidOutputs() throws IOException {
    byte[] before = Files.readAllBytes(restorer);
    assertRefused(convert(restorer, folder.resolve("x.pth")), "must end in .safetensors");
    assertRefused(convert(restorer, restorer), "is the input");
    assertRefused(convert(restorer, folder.resolve("no/x.safetensors")), "there is no folder");
    Files.createDirectory(folder.resolve("dir.safetensors"));
    assertRefused(convert(restorer, folder.resolve("dir.safetensors")), "is a folder");
    assertArrayEquals(before, Files.readAllBytes(restorer));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void numbersBeyondHalfPrecisionAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(restorer);
    // 1e30 as the last float: integers come before floats in the file.
    int at = bytes.length - 4;
    System.arraycopy(new byte[] {(byte) 0xca, (byte) 0xf2, 0x49, 0x71}, 0, bytes, at, 4);
    Path large = Files.write(folder.resolve("large.safetensors"), bytes);
    Path out = folder.resolve("out.safetensors");
    assertRefused(convert(large, out, "--dtype=f16"), "Choose bf16 or f32");
    assertFalse(Files.exists(out));
    assertEquals(0, convert(large, out, "--dtype=bf16").code());
  }

  @Test
  void misuseIsExplained() {
    assertEquals(2, convert(restorer, folder.resolve("x.safetensors"), "--dtype=f8").code());
    assertEquals(2, CommandLineRun.of("model", "info").code());
    CommandLineRun alone = CommandLineRun.of("model");
    assertEquals(2, alone.code());
    assertTrue(alone.err().contains("model --help"), alone.err());
  }

  /** A pickle that runs a command when Python reads it. */
  @Test
  void hostilePicklesAreRefusedByName() throws IOException {
    Path file = folder.resolve("hostile.pth");
    byte[] pickle = "\u0080\u0002cposix\nsystem\n".getBytes(StandardCharsets.ISO_8859_1);
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      var entry = new ZipEntry("archive/data.pkl");
      var checksum = new CRC32();
      checksum.update(pickle);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(pickle.length);
      entry.setCrc(checksum.getValue());
      zip.putNextEntry(entry);
      zip.write(pickle);
    }
    assertRefused(info(file), "asks to run \"posix.system\"");
  }
}
