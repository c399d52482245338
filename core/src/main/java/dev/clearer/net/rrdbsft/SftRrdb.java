package dev.clearer.net.rrdbsft;

import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** A residual block of three dense blocks, whose input is scaled and shifted by a prior. */
final class SftRrdb extends Module {
  private final SftLayer sft;
  private final DenseBlock dense1;
  private final DenseBlock dense2;
  private final DenseBlock dense3;

  SftRrdb(int channels, int growth) {
    sft = register_module("SFT", new SftLayer(channels, channels));
    dense1 = register_module("RDB1", new DenseBlock(channels, growth));
    dense2 = register_module("RDB2", new DenseBlock(channels, growth));
    dense3 = register_module("RDB3", new DenseBlock(channels, growth));
  }

  /** Maps two (N, channels, H, W) tensors to one. */
  Tensor forward(Tensor x, Tensor prior) {
    return Scope.returning(
        () -> {
          Tensor modulated = sft.forward(x, prior);
          Tensor deep = dense3.forward(dense2.forward(dense1.forward(modulated)));
          return Ops.addInPlace(Ops.scale(deep, DenseBlock.RESIDUAL_SCALE), x);
        });
  }
}
