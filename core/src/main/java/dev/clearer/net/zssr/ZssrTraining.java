package dev.clearer.net.zssr;

import dev.clearer.tensor.Adam;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Tensor;

/** Steps of ZSSR's network on given pictures. */
final class ZssrTraining {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;

  private final ZssrNetwork network;
  private final Adam adam;
  private int steps;

  /** Build it outside any scope. */
  ZssrTraining(ZssrNetwork network) {
    this.network = network;
    adam = Adam.of(network, BETA1, BETA2);
  }

  /**
   * One step.
   *
   * @param enlarged the son, enlarged to the father's size, (1, 3, H, W)
   * @param father what it should become, (1, 3, H, W)
   * @param weight what an error counts at every pixel, (1, 1 or 3, H, W)
   * @return the weighted mean absolute error before it
   */
  double step(Tensor enlarged, Tensor father, Tensor weight, double rate) {
    double[] loss = new double[1];
    steps++;
    Scope.run(
        () -> {
          Tensor mean = network.forward(enlarged).sub(father).abs().mul(weight).mean();
          loss[0] = mean.item_double();
          adam.descend(mean, steps, rate);
        });
    return loss[0];
  }
}
