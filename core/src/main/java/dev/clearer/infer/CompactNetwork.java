package dev.clearer.infer;

import dev.clearer.net.Compact;
import dev.clearer.net.CompactConfig;
import dev.clearer.tensor.Processor;
import dev.clearer.tensor.Weights;
import org.bytedeco.pytorch.Tensor;

/** A {@link Compact} network: its maps have the input's size, and its tiles show no seam. */
record CompactNetwork(Compact network) implements Network {
  /** The estimator's tiles overlap by this many low-resolution pixels at least. */
  private static final int ESTIMATOR_OVERLAP = 64;

  /** Measured in bfloat16, rounded up. */
  private static final int ESTIMATOR_BYTES = 1600;

  private static final int RESTORER_BYTES = 6000;

  /**
   * The network that {@code weights} belong to, on {@code processor}; call it outside any scope.
   *
   * @throws dev.clearer.InputException if they are not those of a compact network
   */
  static CompactNetwork of(Weights weights, Processor processor) {
    Compact network = new Compact(CompactConfig.of(weights));
    weights.apply(network);
    network.channelsLast();
    processor.take(network);
    return new CompactNetwork(network);
  }

  @Override
  public Shape shape() {
    CompactConfig config = network.config();
    Maps.Form maps = new Maps.Form(1, config.classes(), false);
    return new Shape(config.scale(), maps, network.multiple(), estimation(), restoration());
  }

  private Tiling estimation() {
    int grid = network.multiple();
    int overlap = Padding.roundUp(Math.max(network.estimatorReach(), ESTIMATOR_OVERLAP), grid);
    return new Tiling(grid, overlap, ESTIMATOR_BYTES);
  }

  /** Tiles overlap by what the restorer sees. */
  private Tiling restoration() {
    return new Tiling(network.multiple(), network.restorerReach(), RESTORER_BYTES);
  }

  @Override
  public Tensor[] estimate(Tensor lowResolution) {
    return network.estimate(lowResolution);
  }

  @Override
  public Tensor restore(Tensor lowResolution, Tensor sigma, Tensor classes) {
    return network.restore(lowResolution, sigma, classes);
  }
}
