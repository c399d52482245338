package dev.clearer.net.usrnet;

import dev.clearer.InputException;
import dev.clearer.net.block.Spectra;
import dev.clearer.net.block.StepSizes;
import dev.clearer.net.block.UNet;
import dev.clearer.net.block.WrapBoundary;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * USRNet: restores a picture whose one kernel is known, for any kernel and any scale from 1 to 4,
 * with one set of weights.
 *
 * <p>Its pictures are sampled at every scale-th pixel from the first, after a true convolution. Put
 * the kernel's mass at index {@code size / 2 - (scale - 1) / 2} to tell it that a low-resolution
 * pixel is the middle of its high-resolution pixels, as MATLAB's bicubic reduction makes it; with
 * the mass at {@code size / 2} the result is moved by (scale - 1) / 2 pixels.
 */
public final class UsrNet extends Module {
  /** Largest scale that it was trained for. */
  public static final int MOST_SCALE = 4;

  private static final String STEP_SIZES = "h.mlp.4.weight";
  private static final String HIDDEN = "h.mlp.0.weight";

  /**
   * Its sizes.
   *
   * @param iterations data steps, each followed by the U-Net
   * @param widths channels of the U-Net's four sizes
   * @param hidden channels of the network that chooses the step sizes
   */
  public record Config(int iterations, List<Integer> widths, int hidden) {
    /** The paper's sizes: 17.0 million parameters. */
    public static final Config PUBLISHED = new Config(8, List.of(64, 128, 256, 512), 64);

    /** The small sizes that its authors published too: 0.59 million parameters. */
    public static final Config TINY = new Config(6, List.of(16, 32, 64, 64), 32);

    /**
     * Checks the ranges; the U-Net checks the widths.
     *
     * @throws InputException if a number is out of range
     */
    public Config {
      widths = List.copyOf(widths);
      if (iterations < 1 || iterations > 100 || hidden < 1 || hidden > 4096) {
        throw new InputException(
            "A USRNet of %d iterations and %d hidden channels cannot be built; use 1 to 100 iterations and 1 to 4096 channels."
                .formatted(iterations, hidden));
      }
    }

    /** The sizes of the USRNet that {@code weights} hold; empty where they hold another network. */
    public static Optional<Config> of(Weights weights) {
      List<Integer> widths = UNet.widths(weights, "p.");
      if (widths.isEmpty() || !weights.names().containsAll(List.of(HIDDEN, STEP_SIZES))) {
        return Optional.empty();
      }
      int numbers = Math.toIntExact(weights.shape(STEP_SIZES).get(0));
      int hidden = Math.toIntExact(weights.shape(HIDDEN).get(0));
      return numbers % 2 == 0
          ? Optional.of(new Config(numbers / 2, widths, hidden))
          : Optional.empty();
    }
  }

  private final Config config;
  private final UNet prior;
  private final StepSizes stepSizes;

  /** A network with random weights; build it outside any {@link Scope}. */
  public UsrNet(Config config) {
    this.config = config;
    prior = register_module("p", new UNet(config.widths));
    stepSizes = register_module("h", new StepSizes(config.hidden, 2 * config.iterations));
  }

  /** The sizes it was built with. */
  public Config config() {
    return config;
  }

  /**
   * Restores pictures that are periodic, as those are on which it is trained.
   *
   * @param lowResolution (N, 3, h, w) in [0, 1]
   * @param kernel (N, 1 or 3, a, b): convolved with the high-resolution picture
   * @param scale how many times the picture is enlarged, 1 to 4
   * @param noise (N, 1, 1, 1): standard deviation of the noise, divided by 255
   * @return (N, 3, scale h, scale w), nominally in [0, 1]
   */
  public Tensor forward(Tensor lowResolution, Tensor kernel, int scale, Tensor noise) {
    return Scope.returning(
        () -> {
          Tensor numbers = stepSizes(noise, scale);
          DataStep data = new DataStep(lowResolution, kernel, scale);
          Tensor x = Spectra.enlarged(lowResolution, scale);
          for (int i = 0; i < config.iterations; i++) {
            x = priorStep(data.solve(x, numbers.narrow(1, i, 1)), numbers, i);
          }
          return x;
        });
  }

  /**
   * Restores photographs, which are not periodic: extends them so that their borders meet (see
   * {@link WrapBoundary}), restores, and crops.
   *
   * @param lowResolution (N, 3, h, w) in [0, 1]
   * @param kernel as for {@link #forward}
   * @param scale how many times the picture is enlarged, 1 to 4
   * @param noise as for {@link #forward}
   * @return (N, 3, scale h, scale w), nominally in [0, 1]
   */
  public Tensor restorePhotograph(Tensor lowResolution, Tensor kernel, int scale, Tensor noise) {
    return Scope.returning(
        () -> {
          Tensor extended = WrapBoundary.extended(lowResolution, scale);
          return forward(extended, kernel, scale, noise)
              .narrow(2, 0, scale * Ops.height(lowResolution))
              .narrow(3, 0, scale * Ops.width(lowResolution))
              .contiguous();
        });
  }

  /** alpha of every iteration and then beta of every iteration, (N, 2 iterations, 1, 1). */
  Tensor stepSizes(Tensor noise, int scale) {
    return stepSizes.forward(noise, scale);
  }

  /** What the U-Net makes of the data step {@code z} in an iteration. */
  Tensor priorStep(Tensor z, Tensor numbers, int iteration) {
    return Scope.returning(
        () -> {
          Tensor beta = numbers.narrow(1, config.iterations + iteration, 1);
          return prior.forward(z.to(numbers.scalar_type()), beta);
        });
  }
}
