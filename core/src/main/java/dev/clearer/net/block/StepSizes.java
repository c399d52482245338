package dev.clearer.net.block;

import static org.bytedeco.pytorch.global.torch.relu_;
import static org.bytedeco.pytorch.global.torch.softplus;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A small network that chooses the positive numbers that steer every iteration (how far to trust
 * the step before, how much to denoise) from the noise and the scale.
 */
public final class StepSizes extends Module {
  private static final double FLOOR = 1e-6;
  private static final int LAYERS = 3;

  private final ModuleList<Conv2dImpl> layers;

  /**
   * With random weights.
   *
   * @param hidden channels of its hidden layers
   * @param outputs numbers that it chooses
   */
  public StepSizes(int hidden, int outputs) {
    int[] widths = {2, hidden, hidden, outputs};
    layers =
        register_module(
            "mlp", ModuleList.spaced(LAYERS, 2, i -> Layers.conv(widths[i], widths[i + 1], 1)));
  }

  /**
   * Chooses.
   *
   * @param noise (N, 1, 1, 1): standard deviation of the noise, divided by 255
   * @param scale how many times the picture is enlarged
   * @return (N, outputs, 1, 1), all over 1e-6
   */
  public Tensor forward(Tensor noise, int scale) {
    return Scope.returning(
        () -> {
          Tensor told = Ops.concat(noise, torch.full_like(noise, new Scalar(scale)));
          Tensor x = relu_(layers.get(0).forward(told));
          x = relu_(layers.get(2).forward(x));
          return softplus(layers.get(4).forward(x)).add(new Scalar(FLOOR));
        });
  }
}
