package dev.clearer.infer;

import dev.clearer.InputException;
import dev.clearer.net.BlindSr;
import dev.clearer.net.Cmos;
import dev.clearer.net.Gia;
import dev.clearer.net.Identity;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Processor;
import dev.clearer.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The whole system of the paper, {@link BlindSr}. Its maps have the result's size, and of the
 * classes its restorer is told the index. A picture that fits into one tile becomes exactly what
 * {@link BlindSr#forward} makes of it; tiles come close only, since its attention takes means over
 * all that it is given.
 *
 * @param network with its weights, in evaluation
 * @param sizes of the network
 */
record PaperNetwork(BlindSr network, BlindSr.Config sizes) implements Network {
  /** The backbone's coarsest feature has one pixel for so many of the input, either way. */
  private static final int STRIDE = 8;

  /** Tiles overlap at least by so many low-resolution pixels. */
  private static final int ESTIMATOR_OVERLAP = 48;

  private static final int RESTORER_OVERLAP = 24;

  /** Measured at the paper's sizes in float32 (7 and 50 KB beyond 0.2 GB), rounded up. */
  private static final int ESTIMATOR_BYTES = 10_000;

  private static final int RESTORER_BYTES = 55_000;

  /**
   * The network that {@code weights} belong to, on {@code processor}; call it outside any scope.
   *
   * @param told its sizes, if they are known; those of the paper are tried too
   * @throws InputException if the weights fit neither
   */
  static PaperNetwork of(Weights weights, BlindSr.@Nullable Config told, Processor processor) {
    List<BlindSr.Config> candidates = new ArrayList<>();
    if (told != null) {
      candidates.add(told);
    }
    Identity.paperSizes(weights).ifPresent(candidates::add);
    for (BlindSr.Config sizes : candidates) {
      BlindSr network = new BlindSr(sizes);
      if (weights.misfit(network).isEmpty()) {
        weights.apply(network);
        network.eval();
        processor.take(network);
        return new PaperNetwork(network, sizes);
      }
    }
    throw new InputException(
        "These are weights of the paper's network, but neither of the paper's sizes nor of those"
            + " that a config.yml beside them tells: leave them in the folder of their run.");
  }

  @Override
  public Shape shape() {
    Maps.Form maps = new Maps.Form(Cmos.SCALE, sizes.cmos().classes(), true);
    return new Shape(BlindSr.SCALE, maps, 1, estimation(), restoration());
  }

  /** Pixels of all features and windows of the finest one fall where they fall in the whole. */
  private Tiling estimation() {
    Gia.Window window = sizes.cmos().window();
    int grid = common(STRIDE, common(window.height(), window.width()));
    return new Tiling(grid, Padding.roundUp(ESTIMATOR_OVERLAP, grid), ESTIMATOR_BYTES);
  }

  /** Windows, which are those of the maps, fall where they fall in the whole. */
  private Tiling restoration() {
    Gia.Window window = sizes.restorer().window();
    int grid = common(BlindSr.SCALE, common(window.height(), window.width())) / BlindSr.SCALE;
    return new Tiling(grid, Padding.roundUp(RESTORER_OVERLAP, grid), RESTORER_BYTES);
  }

  /** The least common multiple. */
  private static int common(int a, int b) {
    int multiple = a;
    while (multiple % b != 0) {
      multiple = Math.addExact(multiple, a);
    }
    return multiple;
  }

  @Override
  public Tensor[] estimate(Tensor lowResolution) {
    Cmos.Maps maps = network.cmos().forward(lowResolution.contiguous());
    return new Tensor[] {maps.blur(), Ops.argmaxChannel(maps.classes())};
  }

  @Override
  public Tensor restore(Tensor lowResolution, Tensor sigma, Tensor classes) {
    return network.forward(lowResolution.contiguous(), sigma, classes.to(ScalarType.Float));
  }
}
