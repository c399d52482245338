package dev.clearer.net.dan;

import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What DAN learns from, in equal weights. Only the last loop counts: with the losses of all loops
 * the authors found training unstable.
 *
 * <p>The reference's settings: Adam with betas 0.9 and 0.99, rate 4e-4, batch 64 of 64x64
 * low-resolution pixels; version 1 halves the rate after 200,000 of 400,000 iterations, version 2
 * after 200,000, 400,000 and 600,000 of 800,000. In small training clip the norm of the gradients
 * to 1, since the products of version 2 can overflow.
 *
 * @param picture mean absolute error of the fourth picture
 * @param estimate mean absolute error of the fourth estimate: of the code (version 1) or of the
 *     kernel (version 2), a mean over all its elements and hence small
 */
public record DanLosses(Tensor picture, Tensor estimate) {
  /**
   * The losses of a batch.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param sharp (N, 3, H * scale, W * scale) in [0, 1]
   * @param kernels the true ones, (N, size * size), row-major
   */
  public static DanLosses of(Dan network, Tensor lowResolution, Tensor sharp, Tensor kernels) {
    Tensor[] losses =
        Scope.returningAll(
            () -> {
              Dan.Result result = network.forwardForTraining(lowResolution);
              return new Tensor[] {
                torch.l1_loss(result.picture(), sharp),
                torch.l1_loss(result.estimate(), network.target(kernels))
              };
            });
    return new DanLosses(losses[0], losses[1]);
  }

  /** Their sum. */
  public Tensor total() {
    return picture.add(estimate);
  }
}
