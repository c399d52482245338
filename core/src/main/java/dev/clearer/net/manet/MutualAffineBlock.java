package dev.clearer.net.manet;

import static org.bytedeco.pytorch.global.torch.relu_;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** {@code x + conv(relu(conv(x)))} of mutual affine convolutions. */
final class MutualAffineBlock extends Module {
  private final ModuleList<MutualAffineConv> convolutions;

  MutualAffineBlock(int channels) {
    convolutions =
        register_module("res", ModuleList.spaced(2, 2, i -> new MutualAffineConv(channels)));
  }

  /** (N, channels, H, W) to the same. */
  Tensor forward(Tensor x) {
    return Scope.returning(
        () -> {
          Tensor hidden = relu_(convolutions.get(0).forward(x));
          return Ops.addInPlace(convolutions.get(2).forward(hidden), x);
        });
  }
}
