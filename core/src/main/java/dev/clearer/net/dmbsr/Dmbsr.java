package dev.clearer.net.dmbsr;

import dev.clearer.InputException;
import dev.clearer.net.block.Spectra;
import dev.clearer.net.block.StepSizes;
import dev.clearer.net.block.UNet;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Restores pictures whose blur varies: linearised ADMM, unfolded. Every iteration takes a gradient
 * step on the blur ({@link VariantBlur}), denoises with {@link UNet the U-Net of USRNet}, and fits
 * the blurred picture to the low-resolution one in closed form. Pictures are periodic, and sampled
 * at every scale-th pixel from the first; a kernel's mass lies where USRNet has it.
 */
public final class Dmbsr extends Module {
  private static final String STEP_SIZES = "h.mlp.4.weight";
  private static final String HIDDEN = "h.mlp.0.weight";

  /** alpha, beta and gamma. */
  private static final int NUMBERS = 3;

  /**
   * Its sizes.
   *
   * @param iterations after which the U-Net runs once more
   * @param widths channels of the U-Net's four sizes
   * @param hidden channels of the network that chooses the step sizes
   */
  public record Config(int iterations, List<Integer> widths, int hidden) {
    /** The paper's sizes: 17.0 million parameters. */
    public static final Config PUBLISHED = new Config(8, List.of(64, 128, 256, 512), 64);

    /**
     * Checks the ranges; the U-Net checks the widths.
     *
     * @throws InputException if a number is out of range
     */
    public Config {
      widths = List.copyOf(widths);
      if (iterations < 1 || iterations > 100 || hidden < 1 || hidden > 4096) {
        throw new InputException(
            "A DMBSR of %d iterations and %d hidden channels cannot be built; use 1 to 100 iterations and 1 to 4096 channels."
                .formatted(iterations, hidden));
      }
    }

    /**
     * The sizes of the DMBSR that {@code weights} hold; empty where they hold another network. Its
     * names are USRNet's: only the number of step sizes tells it, an odd multiple of 3 (USRNet: an
     * even number).
     */
    public static Optional<Config> of(Weights weights) {
      List<Integer> widths = UNet.widths(weights, "p.");
      if (widths.isEmpty() || !weights.names().containsAll(List.of(HIDDEN, STEP_SIZES))) {
        return Optional.empty();
      }
      int numbers = Math.toIntExact(weights.shape(STEP_SIZES).get(0));
      int hidden = Math.toIntExact(weights.shape(HIDDEN).get(0));
      return numbers % NUMBERS == 0 && numbers % 2 == 1 && numbers > NUMBERS
          ? Optional.of(new Config(numbers / NUMBERS - 1, widths, hidden))
          : Optional.empty();
    }

    private int steps() {
      return iterations + 1;
    }
  }

  private final Config config;
  private final UNet prior;
  private final StepSizes stepSizes;

  /** A network with random weights; build it outside any {@link Scope}. */
  public Dmbsr(Config config) {
    this.config = config;
    prior = register_module("p", new UNet(config.widths));
    stepSizes = register_module("h", new StepSizes(config.hidden, NUMBERS * config.steps()));
  }

  /** The sizes it was built with. */
  public Config config() {
    return config;
  }

  /**
   * Restores.
   *
   * @param lowResolution (N, 3, h, w) in [0, 1]
   * @param kernels the basis, (N, P, a, b)
   * @param weights of the basis at every high-resolution pixel, (N, P, scale h, scale w), which
   *     should add up to 1 over P
   * @param scale how many times the picture is enlarged, 1 to 4
   * @param noise (N, 1, 1, 1): standard deviation of the noise, divided by 255
   * @return (N, 3, scale h, scale w), nominally in [0, 1]
   */
  public Tensor forward(
      Tensor lowResolution, Tensor kernels, Tensor weights, int scale, Tensor noise) {
    return Scope.returning(
        () -> {
          Tensor numbers = stepSizes(noise, scale);
          VariantBlur model = new VariantBlur(kernels, weights);
          Sampling sampling = new Sampling(lowResolution, scale, noise);
          Tensor x = Spectra.enlarged(lowResolution, scale);
          Tensor z = x;
          Tensor blurred = model.blur(x);
          Tensor dual = torch.zeros_like(x);
          for (int i = 0; i < config.iterations; i++) {
            x = priorStep(x, model.transpose(blurred.sub(z).add(dual)), numbers, i);
            blurred = model.blur(x);
            z = sampling.fitted(blurred.add(dual), numbers.narrow(1, i, 1));
            dual = dual.add(blurred).sub(z);
          }
          Tensor gradient = model.transpose(blurred.sub(z).add(dual));
          return priorStep(x, gradient, numbers, config.iterations);
        });
  }

  /** alpha, beta and gamma of every step, one after the other: (N, 3 (iterations + 1), 1, 1). */
  Tensor stepSizes(Tensor noise, int scale) {
    return stepSizes.forward(noise, scale);
  }

  /** A gradient step and the U-Net. */
  private Tensor priorStep(Tensor x, Tensor gradient, Tensor numbers, int step) {
    return Scope.returning(
        () -> {
          Tensor beta = numbers.narrow(1, config.steps() + step, 1);
          Tensor gamma = numbers.narrow(1, 2L * config.steps() + step, 1);
          return prior.forward(x.sub(gradient.mul(beta)), gamma);
        });
  }

  /** The part of the problem that knows the low-resolution picture. */
  private record Sampling(Tensor seen, Tensor mask, Tensor noisy) {
    Sampling(Tensor lowResolution, int scale, Tensor noise) {
      this(
          Spectra.spread(lowResolution, scale),
          Spectra.spread(torch.ones_like(lowResolution), scale),
          noise.gt(new Scalar(0)));
    }

    /**
     * What lies between {@code x} and the low-resolution picture; the latter itself at its pixels
     * where there is no noise.
     */
    Tensor fitted(Tensor x, Tensor alpha) {
      Tensor between = seen.add(x.mul(alpha)).div(mask.add(alpha));
      Tensor exact = torch.where(mask.gt(new Scalar(0)), seen, x);
      return torch.where(noisy, between, exact);
    }
  }
}
