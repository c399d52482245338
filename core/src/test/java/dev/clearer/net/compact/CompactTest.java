package dev.clearer.net.compact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.net.compact.CompactConfig.Base;
import dev.clearer.net.compact.CompactConfig.Estimator;
import dev.clearer.net.compact.CompactConfig.Interaction;
import dev.clearer.net.compact.CompactConfig.Prior;
import dev.clearer.net.compact.CompactConfig.Restorer;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompactTest {
  private static final Estimator ESTIMATOR = new Estimator(16, 1, 1, 8, 2, 4, Interaction.GIA);
  private static final Restorer RESTORER = new Restorer(16, 1, Prior.BLUR_AND_CLASSES, Base.WIENER);
  private static final CompactConfig TINY = new CompactConfig(4, 3, ESTIMATOR, RESTORER);

  /** What the network makes of a batch. */
  private record Output(Tensor picture, Tensor blur, Tensor scores) {}

  private static Output forward(Compact network, Tensor lowResolution) {
    Tensor[] maps = network.estimate(lowResolution);
    Tensor classes = torch.softmax(maps[1], 1);
    return new Output(network.restore(lowResolution, maps[0], classes), maps[0], maps[1]);
  }

  @Test
  void theStandardModelIsCompact() {
    TensorVector parameters = new Compact(CompactConfig.standard()).parameters();
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
            Output both = forward(network, two);
            Output second = forward(network, two.narrow(0, 1, 1));
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
          Output output = forward(network, torch.rand(1, 3, 8, 32));
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
          Output output = forward(network, torch.rand(1, 3, 16, 16));
          output.picture().sum().add(output.blur().sum()).add(output.scores().sum()).backward();
          TensorVector parameters = network.parameters();
          for (long i = 0; i < parameters.size(); i++) {
            assertTrue(parameters.get(i).grad().defined(), "parameter " + i);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("variants")
  void sizesAreToldFromWeights(CompactConfig config) {
    assertEquals(config, CompactConfig.of(Weights.of(new Compact(config))));
  }

  static Stream<CompactConfig> variants() {
    Estimator narrow = new Estimator(8, 2, 0, 8, 1, 8, Interaction.CONCATENATION);
    return Stream.of(
        TINY,
        new CompactConfig(2, 5, ESTIMATOR, new Restorer(8, 3, Prior.BLUR, Base.BICUBIC)),
        new CompactConfig(3, 3, narrow, new Restorer(16, 1, Prior.NONE, Base.BICUBIC)));
  }

  @Test
  void anUntoldRestorerDoesNotListen() {
    Compact network =
        new Compact(
            new CompactConfig(4, 3, ESTIMATOR, new Restorer(16, 1, Prior.NONE, Base.BICUBIC)));
    assertArrayEquals(restored(network, 1), restored(network, 3));
  }

  @Test
  void aLargerNetworkBeginsAsTheSmallerOne() {
    Estimator near = new Estimator(16, 1, 0, 8, 2, 4, Interaction.GIA);
    Compact small = new Compact(new CompactConfig(4, 3, near, RESTORER));
    Estimator far = new Estimator(16, 2, 2, 8, 2, 4, Interaction.GIA);
    Compact large =
        new Compact(
            new CompactConfig(4, 3, far, new Restorer(16, 3, Prior.BLUR_AND_CLASSES, Base.WIENER)));
    large.grow(Weights.of(small));
    assertArrayEquals(whole(small), whole(large));
  }

  @Test
  void growsOnlyByBlocksAndContext() {
    Compact wider =
        new Compact(
            new CompactConfig(4, 3, ESTIMATOR, new Restorer(24, 1, Prior.BLUR, Base.BICUBIC)));
    Weights tiny = Weights.of(new Compact(TINY));
    assertThrows(InputException.class, () -> wider.grow(tiny));
  }

  private static float[] restored(Compact network, double sigma) {
    float[][] restored = new float[1][];
    Scope.run(
        () -> {
          Tensor map = torch.ones(1, 1, 8, 8).mul(new Scalar(sigma));
          Tensor picture =
              network.restore(torch.ones(1, 3, 8, 8), map, torch.ones(1, 3, 8, 8)).detach();
          restored[0] = Tensors.values(picture);
        });
    return restored[0];
  }

  private static float[] whole(Compact network) {
    float[][] restored = new float[1][];
    Scope.run(
        () -> {
          Tensor input = torch.arange(new Scalar(3 * 16 * 16)).reshape(1, 3, 16, 16);
          Tensor picture = forward(network, input.sin().abs()).picture();
          restored[0] = Tensors.values(picture.detach());
        });
    return restored[0];
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThrows(
        IllegalArgumentException.class, () -> new Estimator(16, 1, 1, 8, 3, 4, Interaction.GIA));
    assertThrows(
        IllegalArgumentException.class, () -> new Estimator(16, 1, 1, 8, 2, 2, Interaction.GIA));
    assertThrows(
        IllegalArgumentException.class, () -> new Restorer(100_000, 1, Prior.NONE, Base.BICUBIC));
    assertThrows(
        IllegalArgumentException.class, () -> new CompactConfig(5, 3, ESTIMATOR, RESTORER));
  }

  @Test
  void saysInOneSentenceWhyWeightsAreNotCompact() {
    Weights others = Weights.of(new ResidualBlock(4));
    String message =
        String.valueOf(
            assertThrows(InputException.class, () -> CompactConfig.of(others)).getMessage());
    assertTrue(message.contains(" holds no tensor \"restorer.tail.weight\""), message);
  }
}
