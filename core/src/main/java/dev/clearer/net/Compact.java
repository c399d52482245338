package dev.clearer.net;

import static org.bytedeco.pytorch.global.torch.softmax;

import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * The compact blind super-resolution network: what CMOS and RRDB-SFT do together, in plain
 * convolutions at low-resolution size that a CPU runs in a fraction of a second. An estimator finds
 * blur and semantics, attending to each other (GIA); a restorer enlarges the picture told by both.
 * Its receptive field is finite, so pictures of any size can be done in tiles without a seam.
 */
public final class Compact extends Module {
  /** The restorer is told sigma in units of this many high-resolution pixels. */
  public static final double SIGMA_UNIT = 5;

  private final Config config;
  private final CompactEstimator estimator;
  private final CompactRestorer restorer;

  /**
   * Sizes of the network.
   *
   * @param scale enlargement, 1 to 4
   * @param classes semantic classes, 1 to 254
   * @param estimatorWidth channels of the estimator at half the size (double at a quarter)
   * @param estimatorBlocks residual blocks at a quarter of the size
   * @param streamWidth channels of each task's stream, a multiple of {@code groups}
   * @param groups of the channel attention
   * @param window side of the attention's windows, in pixels of half the size, even
   * @param restorerWidth channels of the restorer
   * @param restorerBlocks residual blocks of the restorer
   */
  public record Config(
      int scale,
      int classes,
      int estimatorWidth,
      int estimatorBlocks,
      int streamWidth,
      int groups,
      int window,
      int restorerWidth,
      int restorerBlocks) {
    /** Checks the ranges. */
    public Config {
      if (scale < 1 || scale > 4 || classes < 1 || classes > 254) {
        throw new IllegalArgumentException("scale must be 1 to 4 and classes 1 to 254");
      }
      if (Math.min(estimatorWidth, Math.min(streamWidth, restorerWidth)) < 1
          || Math.min(estimatorBlocks, restorerBlocks) < 0) {
        throw new IllegalArgumentException("widths must be positive, blocks not negative");
      }
      if (groups < 1 || streamWidth % groups != 0 || window < 2 || window % 2 != 0) {
        throw new IllegalArgumentException(
            "streamWidth must be a multiple of groups, window even and positive");
      }
    }

    /** The sizes of the shipped model: four times, CamVid's eleven classes. */
    public static Config standard() {
      return new Config(4, 11, 48, 4, 32, 4, 8, 48, 8);
    }
  }

  /** What the network makes of a batch. */
  public record Output(Tensor picture, Tensor blur, Tensor scores) {}

  /** A network with fresh weights; build it outside any {@link Scope}. */
  public Compact(Config config) {
    this.config = config;
    estimator = register_module("estimator", new CompactEstimator(config));
    restorer = register_module("restorer", new CompactRestorer(config));
  }

  /** The sizes it was built with. */
  public Config config() {
    return config;
  }

  /** Lays the weights out as a CPU convolves fastest when the input is channels-last too. */
  public void channelsLast() {
    TensorVector parameters = parameters();
    for (long i = 0; i < parameters.size(); i++) {
      Tensor parameter = parameters.get(i);
      if (parameter.dim() == 4) {
        parameter.set_data(Tensors.channelsLast(parameter));
      }
    }
  }

  /** Sides of input must be multiples of this: the windows' side in low-resolution pixels. */
  public int multiple() {
    return 2 * config.window();
  }

  /**
   * Estimates both maps of a low-resolution picture.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1], H and W multiples of {@link #multiple}
   * @return sigma in high-resolution pixels (N, 1, H, W), may be slightly negative; and class
   *     scores (N, K, H, W)
   */
  public Tensor[] estimate(Tensor lowResolution) {
    return estimator.forward(lowResolution);
  }

  /**
   * Enlarges a picture with given maps.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param sigma in high-resolution pixels, (N, 1, H, W)
   * @param scores class scores, (N, K, H, W)
   * @return (N, 3, H * scale, W * scale), nominally in [0, 1]
   */
  public Tensor restore(Tensor lowResolution, Tensor sigma, Tensor scores) {
    return Scope.returning(
        () ->
            restorer.forward(lowResolution, sigma.div(new Scalar(SIGMA_UNIT)), softmax(scores, 1)));
  }

  /** Estimates and restores: see {@link #estimate} and {@link #restore}. */
  public Output forward(Tensor lowResolution) {
    Tensor[] maps = estimate(lowResolution);
    return new Output(restore(lowResolution, maps[0], maps[1]), maps[0], maps[1]);
  }
}
