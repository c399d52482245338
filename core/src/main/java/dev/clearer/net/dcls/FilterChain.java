package dev.clearer.net.dcls;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Makes a kernel from a description: linear layers give the weights of a chain of convolutions, and
 * what the chain makes of a single bright pixel is the kernel, as KernelGAN does it.
 */
final class FilterChain {
  /** Channels between the convolutions. */
  static final int WIDTH = 16;

  /** Channels of the bright pixel and of the kernel. */
  static final int COLOURS = 3;

  private final List<Integer> sides;
  private final ModuleList<LinearImpl> layers;

  FilterChain(List<Integer> sides) {
    this.sides = sides;
    layers =
        ModuleList.list(
            sides.size(),
            i -> Layers.linear(DclsConfig.LATENT, in(i) * out(i) * sides.get(i) * sides.get(i)));
  }

  /** Its layers with weights. */
  Module layers() {
    return layers;
  }

  /**
   * Makes kernels, of three channels and not yet divided by their sums.
   *
   * @param latent (N, 256)
   * @return (N, 3, size, size)
   */
  Tensor forward(Tensor latent) {
    return Scope.returning(
        () -> {
          long batch = latent.size(0);
          Tensor x = torch.ones(new long[] {1, batch * COLOURS, 1, 1}, latent.options());
          for (int i = 0; i < sides.size(); i++) {
            long[] shape = {batch * out(i), in(i), sides.get(i), sides.get(i)};
            Tensor filters = layers.get(i).forward(latent).reshape(shape);
            x = convolved(x, filters, i == 0 ? size() - 1 : 0, batch);
          }
          Tensor kernels = x.reshape(batch, COLOURS, Ops.height(x), Ops.width(x));
          return kernels.flip(2, 3);
        });
  }

  private int size() {
    return sides.stream().mapToInt(side -> side - 1).sum() + 1;
  }

  private int in(int layer) {
    return layer == 0 ? COLOURS : WIDTH;
  }

  private int out(int layer) {
    return layer == sides.size() - 1 ? COLOURS : WIDTH;
  }

  /** Every picture of the batch with filters of its own. */
  private static Tensor convolved(Tensor x, Tensor filters, long padding, long batch) {
    long[] one = {1, 1};
    return torch.conv2d(
        x, filters, new TensorOptional(), one, new long[] {padding, padding}, one, batch);
  }
}
