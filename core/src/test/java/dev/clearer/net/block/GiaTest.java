package dev.clearer.net.block;

import dev.clearer.Golden;
import dev.clearer.ThinnedGolden;
import dev.clearer.tensor.Ops;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Intermediates and outputs of the attention are those of the reference. */
class GiaTest {
  private static final double TOLERANCE = 1e-3;

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
          BlurAndClasses aligned = new BlurAndClasses(gia.align(x1, x2), x2);
          assertClose(golden, "aligned", aligned.first());
          assertClose(golden, "channel", gia.channel().forward(aligned));
          assertClose(golden, "spatial", gia.spatial().forward(aligned));
          BlurAndClasses out = gia.forward(x1, x2);
          assertClose(golden, "out", out);
          Golden.assertClose(
              "every third", Ops.everyNth(out.sum(), 3), gia.sumEvery(3, x1, x2), 1e-5);
        });
  }

  /** Uniform in [-1, 1). */
  private static Tensor signed(String name, long... shape) {
    return Ops.scale(Golden.uniform(name, shape), 2).sub(new Scalar(1));
  }

  private static void assertClose(ThinnedGolden golden, String name, Tensor actual) {
    golden.assertClose(name, actual, TOLERANCE);
  }

  private static void assertClose(ThinnedGolden golden, String name, BlurAndClasses actual) {
    assertClose(golden, name + ".1", actual.first());
    assertClose(golden, name + ".2", actual.second());
  }
}
