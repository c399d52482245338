package dev.clearer.net.block;

import dev.clearer.Golden;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Weights;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Intermediates and outputs of the attention are those of the reference. */
class GiaTest {
  private static final double TOLERANCE = 1e-3;

  @ParameterizedTest
  @ValueSource(strings = {"gia_same_scale", "gia_upsampling"})
  void giaAndItsParts(String name) {
    Weights golden = Weights.read(Golden.file(name + ".safetensors"));
    int firstChannels = name.endsWith("upsampling") ? 72 : 36;
    Gia gia = new Gia(new Gia.Config(firstChannels, 36, 6, Gia.Window.REFERENCE));
    Weights.read(Golden.file(name + ".pth")).apply(gia);
    gia.eval();
    Golden.evaluate(
        () -> {
          Tensor x1 = golden.tensor("x1");
          Tensor x2 = golden.tensor("x2");
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

  private static void assertClose(Weights golden, String name, Tensor actual) {
    Golden.assertClose(name, golden.tensor(name), actual, TOLERANCE);
  }

  private static void assertClose(Weights golden, String name, Streams actual) {
    assertClose(golden, name + ".1", actual.first());
    assertClose(golden, name + ".2", actual.second());
  }
}
