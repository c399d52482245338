package dev.clearer.net.kernelgan;

import dev.clearer.net.block.RandomTensors;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * KernelGAN's discriminator: says of every 7x7 patch how likely it comes from the picture itself. A
 * 7x7 convolution without an activation after it, five times a 1x1 convolution, batch norm and
 * ReLU, a last 1x1 convolution and a sigmoid; all convolutions are spectrally normalised.
 */
public final class Discriminator extends Module {
  private static final int CHANNELS = 64;
  private static final int PATCH = 7;

  private final SpectralConv first;
  private final Block block;
  private final End end;

  /**
   * A discriminator whose weights are zero until {@link #initialise} or a weight file sets them.
   */
  public Discriminator() {
    first = register_module("first_layer", new SpectralConv(3, CHANNELS, PATCH));
    block = register_module("feature_block", new Block());
    end = register_module("final_layer", new End());
  }

  /** The five inner layers: only groups the names. */
  private static final class Block extends Module {
    private static final int LAYERS = 5;

    private final List<SpectralConv> convolutions = new ArrayList<>();
    private final List<BatchNorm2dImpl> norms = new ArrayList<>();

    private Block() {
      for (int i = 0; i < LAYERS; i++) {
        convolutions.add(
            register_module(String.valueOf(3 * i), new SpectralConv(CHANNELS, CHANNELS, 1)));
        norms.add(
            register_module(String.valueOf(3 * i + 1), Layers.norm(CHANNELS, Layers.MOMENTUM)));
      }
    }
  }

  /** The last layer: only groups the names. */
  private static final class End extends Module {
    private final SpectralConv conv = register_module("0", new SpectralConv(CHANNELS, 1, 1));
  }

  /**
   * Draws all weights anew. The reference means to draw the convolutions' weights like the
   * generator's, but writes them where the next pass overwrites them: in effect they are PyTorch's
   * own, evenly within 1 / sqrt(inputs). Ours are drawn so.
   */
  public void initialise(SplittableRandom random) {
    convolutions().forEach(conv -> conv.initialise(random));
    for (BatchNorm2dImpl norm : block.norms) {
      RandomTensors.fill(norm.weight(), () -> 1 + 0.02 * random.nextGaussian());
      RandomTensors.fill(norm.bias(), () -> 0);
    }
  }

  /**
   * Whether passes record what gradients of the weights need: not where only those of the picture
   * are wanted, at a lower cost.
   */
  void requireGradients(boolean wanted) {
    TensorVector parameters = parameters();
    for (long i = 0; i < parameters.size(); i++) {
      parameters.get(i).requires_grad_(wanted);
    }
  }

  /** All convolutions in order. */
  List<SpectralConv> convolutions() {
    List<SpectralConv> all = new ArrayList<>();
    all.add(first);
    all.addAll(block.convolutions);
    all.add(end.conv);
    return all;
  }

  /** (N, 3, H, W) in [-1, 1] to (N, 1, H - 6, W - 6) in (0, 1): 1 for the picture's own patches. */
  public Tensor forward(Tensor picture) {
    return Scope.returning(
        () -> {
          Tensor x = first(picture);
          for (int layer = 0; layer < Block.LAYERS; layer++) {
            x = Ops.reluInPlace(normed(layer, x));
          }
          return end.conv.forward(x).sigmoid();
        });
  }

  /** The first layer alone. */
  Tensor first(Tensor picture) {
    return first.forward(picture);
  }

  /** Convolution and batch norm of inner layer {@code index}, from 0. */
  Tensor normed(int index, Tensor x) {
    return block.norms.get(index).forward(block.convolutions.get(index).forward(x));
  }
}
