package dev.clearer.net.ikc;

import dev.clearer.tensor.Scope;
import java.util.function.Consumer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How IKC learns, in two stages. First the restorer learns alone, told the true codes ({@link
 * #restoration}). Then predictor and corrector learn together, the restorer frozen ({@link
 * #correct}).
 *
 * <p>The reference's settings: Adam with betas 0.9 and 0.99 throughout. Restorer: rate 1e-4, cosine
 * with restarts every 125,000 of 500,000 iterations down to 1e-7, batch 32 of 64x64 low-resolution
 * pixels. Predictor and corrector: rate 1e-4, 5,000 iterations. Its authors saw pictures get worse
 * while codes got better: stop the second stage by the PSNR of a validation set.
 */
public final class IkcTraining {
  private final Ikc network;

  /** Trains the halves of {@code network}. */
  public IkcTraining(Ikc network) {
    this.network = network;
  }

  /**
   * The loss of the first stage: the mean absolute error of the picture.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param codes of the true kernels, (N, components)
   * @param sharp (N, 3, H * scale, W * scale) in [0, 1]
   */
  public Tensor restoration(Tensor lowResolution, Tensor codes, Tensor sharp) {
    return Scope.returning(
        () -> torch.l1_loss(network.restorer().forward(lowResolution, codes), sharp));
  }

  /**
   * One batch of the second stage, in the current scope. {@code predictorStep} is called once and
   * {@code correctorStep} seven times, each with a loss, the mean squared error of codes. The
   * reference takes its gradients and moves the weights at once. Nothing is back-propagated between
   * the steps: the picture comes from the frozen restorer, and the code passed on is the one before
   * the step.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param codes of the true kernels, (N, components)
   */
  public void correct(
      Tensor lowResolution,
      Tensor codes,
      Consumer<Tensor> predictorStep,
      Consumer<Tensor> correctorStep) {
    Tensor code = network.predictor().forward(lowResolution);
    predictorStep.accept(torch.mse_loss(code, codes));
    for (int step = 0; step < Ikc.STEPS; step++) {
      Tensor told = code.detach();
      Tensor picture = frozen(lowResolution, told);
      code = network.corrector().forward(picture, told);
      correctorStep.accept(torch.mse_loss(code, codes));
    }
  }

  private Tensor frozen(Tensor lowResolution, Tensor code) {
    return Scope.returning(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            return network.restorer().forward(lowResolution, code);
          }
        });
  }
}
