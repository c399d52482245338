package dev.clearer.net.cmos;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** Two 3x3 convolutions with batch norms around a shortcut (the residual network's basic block). */
final class BasicBlock extends Module {
  private final Conv2dImpl conv1;
  private final BatchNorm2dImpl norm1;
  private final Conv2dImpl conv2;
  private final BatchNorm2dImpl norm2;

  BasicBlock(int channels, double momentum) {
    conv1 = register_module("conv1", Layers.conv(channels, channels, 3, 1, false));
    norm1 = register_module("bn1", Layers.norm(channels, momentum));
    conv2 = register_module("conv2", Layers.conv(channels, channels, 3, 1, false));
    norm2 = register_module("bn2", Layers.norm(channels, momentum));
  }

  /** Maps (N, channels, H, W) to the same shape. */
  Tensor forward(Tensor x) {
    return Scope.returning(
        () -> {
          Tensor inner = Ops.reluInPlace(norm1.forward(conv1.forward(x)));
          Tensor sum = Ops.addInPlace(norm2.forward(conv2.forward(inner)), x);
          return Ops.reluInPlace(sum);
        });
  }
}
