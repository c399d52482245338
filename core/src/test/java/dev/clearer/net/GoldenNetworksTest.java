package dev.clearer.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.ThinnedGolden;
import dev.clearer.net.cmos.Cmos;
import dev.clearer.net.rrdbsft.RrdbSft;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Names, shapes, intermediates and outputs are those of the reference. */
class GoldenNetworksTest {
  private static final double TOLERANCE = 1e-3;
  private static final double EQUAL_CLASSES = 0.9999;

  @Test
  void allNamesAndShapesOfBlindSr() throws IOException {
    Weights estimator = Weights.of(new Cmos(Cmos.Config.NYUV2)).renamed(name -> "cmos." + name);
    Weights restorer = Weights.of(new RrdbSft(RrdbSft.Config.REFERENCE));
    assertNames("blindsr_nyuv2.tsv", estimator.and(restorer), 2980);
  }

  @Test
  void namesAndShapesOfTheRestorer() throws IOException {
    Weights restorer = Weights.of(new RrdbSft(RrdbSft.Config.reference(2)));
    assertNames("rrdb_sft_nb2.tsv", restorer, 194);
  }

  @Test
  void blindSrAndEveryStepOfIt() {
    ThinnedGolden golden = ThinnedGolden.read("blindsr_nyuv2_64x96.safetensors");
    Cmos cmos = new Cmos(Cmos.Config.NYUV2);
    Golden.fill(cmos, "cmos.");
    cmos.eval();
    RrdbSft restorer = new RrdbSft(RrdbSft.Config.REFERENCE);
    Golden.fill(restorer, "");
    restorer.eval();
    Golden.evaluate(
        () -> {
          Tensor input = Golden.uniform("input/64x96", 1, 3, 64, 96);
          Tensor[] features = cmos.features(input);
          for (int scale = 0; scale < features.length; scale++) {
            assertClose(golden, "backbone." + scale, features[scale]);
          }
          Cmos.TrainingMaps maps = cmos.forwardForTraining(input);
          assertClose(golden, "blur", maps.maps().blur());
          assertClose(golden, "seg_logits_every_4th_pixel", Ops.everyNth(maps.maps().classes(), 4));
          assertClose(golden, "aux_blur", maps.auxiliary().blur());
          assertClose(
              golden, "aux_seg_every_4th_pixel", Ops.everyNth(maps.auxiliary().classes(), 4));
          Tensor classes = Ops.argmaxChannel(maps.maps().classes());
          assertSameClasses(golden.whole("seg_argmax"), classes);
          Tensor prior = restorer.prior(maps.maps().blur(), classes.to(torch.ScalarType.Float));
          assertClose(golden, "prior_every_4th_pixel", prior);
          assertClose(golden, "sr", restorer.restore(input, prior));
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

  private static void assertNames(String tsv, Weights weights, int count) throws IOException {
    Set<String> expected;
    try (Stream<String> lines = Files.lines(Golden.file(tsv))) {
      expected =
          lines
              .filter(line -> !line.startsWith("#"))
              .collect(Collectors.toCollection(TreeSet::new));
    }
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

  private static void assertSameClasses(Tensor expected, Tensor actual) {
    Tensor equal = actual.squeeze(1).eq(expected.to(torch.ScalarType.Long));
    double share = equal.to(torch.ScalarType.Double).mean().item_double();
    assertTrue(share >= EQUAL_CLASSES, () -> "only %.5f of the classes are equal".formatted(share));
  }
}
