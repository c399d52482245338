package dev.clearer.net.dan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.image.Gaussian;
import dev.clearer.net.kernel.ComponentLearning;
import dev.clearer.net.kernel.KernelDraw;
import dev.clearer.net.kernel.PrincipalComponents;
import dev.clearer.tensor.Adam;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DanLossesTest {
  private static final PrincipalComponents COMPONENTS =
      ComponentLearning.learn(KernelDraw.isotropic(11, 0.2, 2), 200, 6, new SplittableRandom(1));

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void bothLossesFall(int version) {
    Dan network = small(version, 2);
    Golden.fill(network.module(), "");
    network.setComponents(COMPONENTS);
    float[] kernel = Gaussian.isotropic(1.3).sampled(11).floats();
    Tensor kernels = Tensors.of(kernel, 1, 121);
    Tensor picture = Golden.uniform("dan/train/lr", 1, 3, 6, 7);
    Tensor sharp = Golden.uniform("dan/train/hr", 1, 3, 12, 14);
    Adam adam = Adam.of(network.module(), 0.9, 0.99);
    List<Double> pictures = new ArrayList<>();
    List<Double> estimates = new ArrayList<>();
    for (int step = 1; step <= 25; step++) {
      int number = step;
      Scope.run(
          () -> {
            DanLosses losses = DanLosses.of(network, picture, sharp, kernels);
            pictures.add(losses.picture().item_double());
            estimates.add(losses.estimate().item_double());
            adam.descend(losses.total(), number, 1e-3);
          });
    }
    assertTrue(pictures.get(24) < 0.8 * pictures.get(0), pictures::toString);
    assertTrue(estimates.get(24) < 0.8 * estimates.get(0), estimates::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theTargetIsTheCodeOrTheKernel(int version) {
    Dan network = small(version, 1);
    network.setComponents(COMPONENTS);
    float[] kernel = Gaussian.isotropic(1.3).sampled(11).floats();
    float[] expected = version == 1 ? COMPONENTS.code(Gaussian.isotropic(1.3).sampled(11)) : kernel;
    Golden.evaluate(
        () -> {
          float[] target = Tensors.values(network.target(Tensors.of(kernel, 1, 121)));
          for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], target[i], 1e-6);
          }
        });
  }

  private static Dan small(int version, int blocks) {
    return version == 1
        ? new DanV1(new DanV1.Config(2, 11, 6, blocks))
        : new DanV2(new DanV2.Config(2, 11, 6, 1, blocks));
  }
}
