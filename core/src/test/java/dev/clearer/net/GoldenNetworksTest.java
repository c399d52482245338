package dev.clearer.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.ThinnedGolden;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, shapes, intermediates and outputs are those of the reference. */
class GoldenNetworksTest {
  private static final double TOLERANCE = 1e-3;
  private static final double EQUAL_CLASSES = 0.9999;

  @ParameterizedTest
  @ValueSource(strings = {"gia_same_scale", "gia_upsampling"})
  void giaAndItsParts(String name) {
    ThinnedGolden golden = ThinnedGolden.read(name + ".safetensors");
    int firstChannels = name.endsWith("upsampling") ? 72 : 36;
    Gia gia = new Gia(new Gia.Config(firstChannels, 36, 6, Gia.Window.REFERENCE));
    Golden.fill(gia, "");
    gia.eval();
    Golden.evaluate(
        () -> {
          boolean same = firstChannels == 36;
          Tensor x1 =
              signed("input/" + name + "/1", 2, firstChannels, same ? 32 : 16, same ? 44 : 22);
          Tensor x2 = signed("input/" + name + "/2", 2, 36, 32, 44);
          Streams aligned = new Streams(gia.align(x1, x2), x2);
          assertClose(golden, "aligned", aligned.first());
          assertClose(golden, "channel", gia.channel().forward(aligned));
          assertClose(golden, "spatial", gia.spatial().forward(aligned));
          Streams out = gia.forward(x1, x2);
          assertClose(golden, "out", out);
          Golden.assertClose(
              "every third", Ops.everyNth(out.sum(), 3), gia.sumEvery(3, x1, x2), 1e-5);
        });
  }

  @Test
  void allNamesAndShapesOfBlindSr() throws IOException {
    assertNames("blindsr_nyuv2.tsv", new BlindSr(BlindSr.Config.NYUV2), 2980);
  }

  @Test
  void namesAndShapesOfTheRestorer() throws IOException {
    assertNames("rrdb_sft_nb2.tsv", new RrdbSft(RrdbSft.Config.reference(2)), 194);
  }

  @Test
  void blindSrAndEveryStepOfIt() {
    ThinnedGolden golden = ThinnedGolden.read("blindsr_nyuv2_64x96.safetensors");
    BlindSr network = new BlindSr(BlindSr.Config.NYUV2);
    Golden.fill(network, "");
    network.eval();
    Golden.evaluate(
        () -> {
          Tensor input = Golden.uniform("input/64x96", 1, 3, 64, 96);
          Tensor[] features = network.cmos().features(input);
          for (int scale = 0; scale < features.length; scale++) {
            assertClose(golden, "backbone." + scale, features[scale]);
          }
          Cmos.TrainingMaps maps = network.cmos().forwardForTraining(input);
          assertClose(golden, "blur", maps.maps().blur());
          assertClose(golden, "seg_logits_every_4th_pixel", Ops.everyNth(maps.maps().classes(), 4));
          assertClose(golden, "aux_blur", maps.auxiliary().blur());
          assertClose(
              golden, "aux_seg_every_4th_pixel", Ops.everyNth(maps.auxiliary().classes(), 4));
          Tensor classes = Ops.argmaxChannel(maps.maps().classes());
          assertSameClasses(golden.whole("seg_argmax"), classes);
          Tensor prior = network.prior(maps.maps().blur(), classes.to(torch.ScalarType.Float));
          assertClose(golden, "prior_every_4th_pixel", prior);
          assertClose(golden, "sr", network.restore(input, prior));
        });
  }

  @Test
  void cmosOnABatchOfOddSize() {
    ThinnedGolden golden = ThinnedGolden.read("cmos_nyuv2_2x101x133.safetensors");
    Cmos network = new Cmos(Cmos.Config.NYUV2);
    Golden.fill(network, "cmos.");
    network.eval();
    Golden.evaluate(
        () -> {
          Tensor input = Golden.uniform("input/2x101x133", 2, 3, 101, 133);
          Cmos.Maps maps = network.forward(input);
          assertClose(golden, "blur", Ops.everyNth(maps.blur(), 2));
          assertClose(golden, "seg_logits_every_8th_pixel", Ops.everyNth(maps.classes(), 8));
        });
  }

  private static void assertNames(String tsv, Module network, int count) throws IOException {
    Set<String> expected;
    try (Stream<String> lines = Files.lines(Golden.file(tsv))) {
      expected =
          lines
              .filter(line -> !line.startsWith("#"))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    Weights weights = Weights.of(network);
    Set<String> actual = new TreeSet<>();
    weights.names().forEach(name -> actual.add(row(weights, name)));
    assertEquals(String.join("\n", expected), String.join("\n", actual));
    assertEquals(count, actual.size());
  }

  private static String row(Weights weights, String name) {
    List<Long> shape = weights.shape(name);
    String sizes = shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
    String type =
        switch (weights.type(name)) {
          case F32 -> "float32";
          case I64 -> "int64";
          default -> weights.type(name).label();
        };
    return String.join("\t", name, type, shape.isEmpty() ? "scalar" : sizes);
  }

  private static void assertClose(ThinnedGolden golden, String name, Tensor actual) {
    golden.assertClose(name, actual, TOLERANCE);
  }

  private static void assertClose(ThinnedGolden golden, String name, Streams actual) {
    assertClose(golden, name + ".1", actual.first());
    assertClose(golden, name + ".2", actual.second());
  }

  /** Uniform in [-1, 1). */
  private static Tensor signed(String name, long... shape) {
    return Ops.scale(Golden.uniform(name, shape), 2).sub(new Scalar(1));
  }

  private static void assertSameClasses(Tensor expected, Tensor actual) {
    Tensor equal = actual.squeeze(1).eq(expected.to(torch.ScalarType.Long));
    double share = equal.to(torch.ScalarType.Double).mean().item_double();
    assertTrue(share >= EQUAL_CLASSES, () -> "only %.5f of the classes are equal".formatted(share));
  }
}
