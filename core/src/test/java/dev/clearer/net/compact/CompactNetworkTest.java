package dev.clearer.net.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.MapKind;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Reach;
import dev.clearer.net.compact.CompactConfig.Base;
import dev.clearer.net.compact.CompactConfig.Estimator;
import dev.clearer.net.compact.CompactConfig.Interaction;
import dev.clearer.net.compact.CompactConfig.Prior;
import dev.clearer.net.compact.CompactConfig.Restorer;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactNetworkTest {
  private static final int HEIGHT = 48;

  /** Wide enough for the deepest of the networks below on both sides of the middle. */
  private static final int WIDTH = 768;

  /**
   * A tile must tell what the whole picture tells, though what lies beyond the overlap is missing.
   */
  @ParameterizedTest
  @CsvSource({"1, 0, 8", "3, 3, 8", "4, 8, 8", "2, 2, 12"})
  void whatLiesBeyondTheOverlapHardlyMatters(int blocks, int contextBlocks, int window) {
    Estimator sizes = new Estimator(16, blocks, contextBlocks, 8, 2, window, Interaction.GIA);
    Restorer restorer = new Restorer(8, 1, Prior.BLUR, Base.BICUBIC);
    torch.manual_seed(5);
    CompactNetwork network =
        new CompactNetwork(farSighted(new Compact(new CompactConfig(4, 3, sizes, restorer))));
    Reach.Pixels reach = (Reach.Pixels) network.estimator().footprint(4).reach();
    assertEquals(0, reach.count() % reach.grid(), "windows of a tile would lie elsewhere");
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            Tensor picture = torch.rand(1, 3, HEIGHT, WIDTH);
            int kept = WIDTH / 2 / reach.grid() * reach.grid();
            int seen = kept + reach.count();
            PixelMaps whole = network.estimator().estimate(picture, 4);
            PixelMaps tile = network.estimator().estimate(picture.narrow(3, 0, seen), 4);
            for (MapKind kind : whole.planes().keySet()) {
              assertClose(whole.plane(kind), tile.plane(kind), kept);
            }
          }
        });
  }

  /** Fresh residual blocks add little to what they are given; these add as much again. */
  private static Compact farSighted(Compact network) {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            StringTensorDict parameters = network.named_parameters();
            for (long i = 0; i < parameters.size(); i++) {
              if (parameters.get(i).key().getString().matches(".*(conv2|context_out).weight")) {
                parameters.get(i).value().mul_(new Scalar(5));
              }
            }
          }
        });
    return network;
  }

  private static void assertClose(Tensor whole, Tensor tile, int kept) {
    Tensor expected = whole.narrow(3, 0, kept);
    double difference = expected.sub(tile.narrow(3, 0, kept)).abs().max().item_double();
    double deviation = expected.std(false).item_double();
    assertTrue(difference < 2e-3 * deviation, difference + " of " + deviation);
  }
}
