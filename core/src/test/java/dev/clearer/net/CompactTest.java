package dev.clearer.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class CompactTest {
  private static final Compact.Config TINY = new Compact.Config(4, 3, 16, 1, 8, 2, 4, 16, 1);

  @Test
  void theStandardModelIsCompact() {
    TensorVector parameters = new Compact(Compact.Config.standard()).parameters();
    long count = 0;
    for (long i = 0; i < parameters.size(); i++) {
      count += parameters.get(i).numel();
    }
    assertTrue(count < 2_500_000, count + " parameters");
  }

  @Test
  void aBatchOfTwoIsTwoBatchesOfOne() {
    Compact network = new Compact(TINY);
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            Tensor two = torch.rand(2, 3, 16, 24);
            Compact.Output both = network.forward(two);
            Compact.Output second = network.forward(two.narrow(0, 1, 1));
            assertArrayEquals(
                Tensors.values(both.picture().narrow(0, 1, 1)),
                Tensors.values(second.picture()),
                1e-4f);
            assertArrayEquals(
                Tensors.values(both.scores().narrow(0, 1, 1)),
                Tensors.values(second.scores()),
                1e-4f);
          }
        });
  }

  @Test
  void shapesFollowTheInput() {
    Compact network = new Compact(TINY);
    Scope.run(
        () -> {
          Compact.Output output = network.forward(torch.rand(1, 3, 8, 32));
          assertEquals(32, output.picture().size(2));
          assertEquals(128, output.picture().size(3));
          assertEquals(1, output.blur().size(1));
          assertEquals(3, output.scores().size(1));
          assertEquals(32, output.scores().size(3));
        });
  }

  @Test
  void everyParameterLearns() {
    Compact network = new Compact(TINY);
    Scope.run(
        () -> {
          Compact.Output output = network.forward(torch.rand(1, 3, 16, 16));
          output.picture().sum().add(output.blur().sum()).add(output.scores().sum()).backward();
          TensorVector parameters = network.parameters();
          for (long i = 0; i < parameters.size(); i++) {
            assertTrue(parameters.get(i).grad().defined(), "parameter " + i);
          }
        });
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThrows(
        IllegalArgumentException.class, () -> new Compact.Config(4, 3, 16, 1, 8, 3, 4, 16, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new Compact.Config(5, 3, 16, 1, 8, 2, 4, 16, 1));
  }
}
