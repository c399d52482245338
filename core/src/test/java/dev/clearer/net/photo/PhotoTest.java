package dev.clearer.net.photo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.clearer.Golden;
import dev.clearer.net.photo.Photo.Estimate;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The photo network against its PyTorch twin, and what its javadoc promises. */
class PhotoTest {
  private static final PhotoConfig SMALL = new PhotoConfig(16, 3, 2, 8, 5);
  private static final double TOLERANCE = 2e-5;
  private static final Map<Integer, long[]> SHAPES =
      Map.of(
          1, new long[] {1, 3, 16, 24}, 2, new long[] {2, 3, 10, 12}, 4, new long[] {1, 3, 9, 7});

  private static long[] shape(int scale) {
    return Objects.requireNonNull(SHAPES.get(scale));
  }

  private static Weights golden() {
    try {
      return Weights.read(
          Path.of(
              Objects.requireNonNull(
                      PhotoTest.class.getResource("/golden/photo/photo_small.safetensors"))
                  .toURI()));
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Photo filled() {
    Photo network = new Photo(SMALL);
    Golden.fill(network, "photo.");
    return network;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void computesWhatItsTwinComputes(int scale) {
    Photo network = filled();
    Golden.evaluate(
        () -> {
          Weights golden = golden();
          Tensor picture = Golden.uniform("photo/x" + scale, shape(scale));
          Estimate estimate = network.estimate(picture, scale);
          String of = "x" + scale + ".";
          close(golden, of + "sigma", estimate.sigma());
          close(golden, of + "log_scale", estimate.logScale());
          close(golden, of + "noise", estimate.logNoise().exp());
          close(golden, of + "scores", estimate.scores());
          close(golden, of + "picture", restored(network, picture, scale, estimate));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void restoresByTheMapsItIsTold(int scale) {
    Photo network = filled();
    Golden.evaluate(
        () -> {
          Tensor picture = Golden.uniform("photo/x" + scale, shape(scale));
          Estimate estimate = network.estimate(picture, scale);
          Tensor sigma =
              Golden.uniform("photo/sigma" + scale, estimate.sigma().shape()).mul(new Scalar(6));
          Tensor certain = torch.full_like(sigma, new Scalar(-4.0));
          Tensor noise = torch.full_like(sigma, new Scalar(0.02));
          close(
              golden(),
              "x" + scale + ".told",
              network.restore(picture, scale, estimate, sigma, certain, noise));
        });
  }

  private static Tensor restored(Photo network, Tensor picture, int scale, Estimate estimate) {
    return network.restore(
        picture, scale, estimate, estimate.sigma(), estimate.logScale(), estimate.logNoise().exp());
  }

  private static void close(Weights golden, String name, Tensor actual) {
    Golden.assertClose(name, golden.tensor(name), actual, TOLERANCE);
  }

  @Test
  void blurBeyondTheRangeCountsAsTheLargest() {
    Golden.evaluate(
        () -> {
          Tensor rest = Tensors.of(new float[] {0, 0}, 1, 1, 1, 2);
          Tensor far = Tensors.of(new float[] {5, -1}, 1, 1, 1, 2);
          Tensor farther = Tensors.of(new float[] {50, 0}, 1, 1, 1, 2);
          assertArrayEquals(
              Tensors.values(Known.encode(far, rest, rest)),
              Tensors.values(Known.encode(farther, rest, rest)));
        });
  }

  @Test
  void blurAndNoiseAreToldAsWeightsThatAddUpToOne() {
    Golden.evaluate(
        () -> {
          Tensor sigma = Tensors.of(new float[] {0, 0.1f, 0.3f, 1.2f, 2.75f, 4.9f}, 1, 1, 1, 6);
          Tensor noise = Tensors.of(new float[] {0, 0.001f, 0.02f, 0.1f, 0.2f, 9}, 1, 1, 1, 6);
          Tensor told = Known.encode(sigma, torch.zeros_like(sigma), noise);
          for (Tensor weights : List.of(told.narrow(1, 0, 13), told.narrow(1, 14, 7))) {
            for (float sum : Tensors.values(weights.sum(new long[] {1}))) {
              assertEquals(1, sum, 1e-6);
            }
          }
        });
  }

  @Test
  void enlargingKeepsAConstantAndARamp() {
    Golden.evaluate(
        () -> {
          Tensor ramp = torch.arange(new Scalar(12)).to(torch.ScalarType.Float);
          Tensor picture = ramp.reshape(1, 1, 1, 12).expand(1, 2, 8, 12).contiguous();
          float[] row =
              Tensors.values(CubicEnlargement.of(picture, 4).narrow(2, 16, 1).narrow(1, 1, 1));
          for (int x = 8; x < 40; x++) {
            assertEquals((x + 0.5) / 4 - 0.5, row[x], 1e-4, "at " + x);
          }
        });
  }

  @Test
  void everyParameterLearns() {
    Photo network = new Photo(SMALL);
    Scope.run(
        () -> {
          for (int scale : SHAPES.keySet()) {
            Tensor picture = Golden.uniform("photo/x" + scale, shape(scale));
            Estimate estimate = network.estimate(picture, scale);
            Tensor loss =
                restored(network, picture, scale, estimate)
                    .abs()
                    .mean()
                    .add(estimate.scores().abs().mean());
            loss.backward();
          }
          TensorVector parameters = network.parameters();
          for (long i = 0; i < parameters.size(); i++) {
            Tensor gradient = parameters.get(i).grad();
            assertEquals(true, gradient.defined(), Arrays.toString(parameters.get(i).shape()));
          }
        });
  }

  @Test
  void refusesSizesThatMakeNoSense() {
    assertThrows(IllegalArgumentException.class, () -> new PhotoConfig(0, 1, 1, 8, 5));
  }
}
