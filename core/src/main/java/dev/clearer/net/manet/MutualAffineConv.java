package dev.clearer.net.manet;

import static org.bytedeco.pytorch.global.torch.relu_;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * A 3x3 convolution of each half of the channels, scaled and shifted before it as the other half
 * says: the halves inform each other without widening the receptive field.
 */
final class MutualAffineConv extends Module {
  /** Channels of the affine networks' hidden layers: a quarter of a layer's channels. */
  private static final int REDUCTION = 4;

  private final long half;
  private final ModuleList<Conv2dImpl> affine0;
  private final ModuleList<Conv2dImpl> affine1;
  private final Conv2dImpl conv0;
  private final Conv2dImpl conv1;

  MutualAffineConv(int channels) {
    int part = channels / 2;
    half = part;
    affine0 = register_module("fc0", affine(channels));
    conv0 = register_module("conv0", Layers.conv(part, part, 3));
    affine1 = register_module("fc1", affine(channels));
    conv1 = register_module("conv1", Layers.conv(part, part, 3));
  }

  /** (N, channels, H, W) to the same. */
  Tensor forward(Tensor x) {
    return Scope.returning(
        () -> {
          Tensor a = x.narrow(1, 0, half);
          Tensor b = x.narrow(1, half, half);
          return Ops.concat(
              conv0.forward(transformed(a, affine0, b)), conv1.forward(transformed(b, affine1, a)));
        });
  }

  /** {@code x * sigmoid(s) + t}, where {@code affine} finds s and t in {@code other}. */
  private Tensor transformed(Tensor x, ModuleList<Conv2dImpl> affine, Tensor other) {
    return Scope.returning(
        () -> {
          Tensor both = affine.get(2).forward(relu_(affine.get(0).forward(other)));
          Tensor factor = both.narrow(1, 0, half).sigmoid();
          return Ops.addInPlace(x.mul(factor), both.narrow(1, half, half));
        });
  }

  private static ModuleList<Conv2dImpl> affine(int channels) {
    int[] widths = {channels / 2, channels / REDUCTION, channels};
    return ModuleList.spaced(2, 2, i -> Layers.conv(widths[i], widths[i + 1], 1));
  }
}
