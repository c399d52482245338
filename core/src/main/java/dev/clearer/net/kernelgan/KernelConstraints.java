package dev.clearer.net.kernelgan;

import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * What KernelGAN demands of its kernel beside deceiving the discriminator, each as an unweighted
 * scalar:
 *
 * @param bicubic mean squared difference between the generator's crop and the crop shrunk by a
 *     fixed cubic kernel. <strong>That kernel is applied to all three colours and summed</strong>,
 *     so that the generator first learns a sum of 3: a known fault of the reference (its issue 47),
 *     kept because its schedule waits for this very loss, which soon counts no more
 * @param sum distance of the kernel's sum from 1
 * @param boundary mean absolute weight, counting more the farther out, nothing in the inner 9x9
 * @param centre mean over both axes of the squared distance of the centre of mass from 6.5
 * @param sparse mean of |weight| to the power of 0.2
 */
record KernelConstraints(
    Tensor bicubic, Tensor sum, Tensor boundary, Tensor centre, Tensor sparse) {
  private static final double[] CUBIC = {-3, -9, 29, 111, 111, 29, -9, -3};
  private static final double CUBIC_SUM = 256;
  private static final int SIZE = Generator.KERNEL;
  private static final int INNER = 9;
  private static final double BOUNDARY_SIGMA = 13;
  private static final double BOUNDARY_WEIGHT = 30;
  private static final double CENTRE = SIZE / 2.0;
  private static final double SPARSITY = 0.2;

  /**
   * Weights of the constraints.
   *
   * @param bicubic 5 at first; a hundredth of it at some iterations: see {@link ConstraintSchedule}
   * @param centre 0 at first, then 1
   * @param sparse 0 at first, then 5
   */
  record Lambdas(double bicubic, double centre, double sparse) {
    static final double SUM = 0.5;
    static final double BOUNDARY = 0.5;
    static final Lambdas FIRST = new Lambdas(5, 0, 0);
  }

  /**
   * The constraints, with gradients.
   *
   * @param kernel (1, 1, 13, 13)
   * @param shrunk what the generator made of {@code crop}, (1, 3, h, w)
   * @param crop (1, 3, H, W) in [-1, 1]
   */
  static KernelConstraints of(Tensor kernel, Tensor shrunk, Tensor crop) {
    Tensor[] terms =
        Scope.returningAll(
            () ->
                new Tensor[] {
                  torch.mse_loss(shrunk, bicubic(crop, shrunk.size(2))),
                  sum(kernel),
                  boundary(kernel),
                  centre(kernel),
                  sparse(kernel)
                });
    return new KernelConstraints(terms[0], terms[1], terms[2], terms[3], terms[4]);
  }

  /** Their weighted sum, a scalar with gradients. */
  Tensor total(Lambdas lambdas) {
    return bicubic
        .mul(new Scalar(lambdas.bicubic))
        .add(sum.mul(new Scalar(Lambdas.SUM)))
        .add(boundary.mul(new Scalar(Lambdas.BOUNDARY)))
        .add(centre.mul(new Scalar(lambdas.centre)))
        .add(sparse.mul(new Scalar(lambdas.sparse)));
  }

  static Tensor sum(Tensor kernel) {
    return Scope.returning(() -> kernel.sum().sub(new Scalar(1)).abs());
  }

  static Tensor boundary(Tensor kernel) {
    return Scope.returning(() -> kernel.mul(like(kernel, boundaryMask(), SIZE)).abs().mean());
  }

  static Tensor centre(Tensor kernel) {
    return Scope.returning(
        () -> {
          Tensor places = like(kernel, places(), 1);
          Tensor mass = kernel.sum();
          long[] columns = {3};
          long[] rows = {2};
          ScalarTypeOptional same = new ScalarTypeOptional();
          Tensor down = kernel.sum(columns, false, same).flatten().dot(places.flatten()).div(mass);
          Tensor right = kernel.sum(rows, false, same).flatten().dot(places.flatten()).div(mass);
          Scalar wanted = new Scalar(CENTRE);
          return down.sub(wanted).square().add(right.sub(wanted).square()).mul(new Scalar(0.5));
        });
  }

  static Tensor sparse(Tensor kernel) {
    return Scope.returning(() -> kernel.abs().pow(new Scalar(SPARSITY)).mean());
  }

  /**
   * The crop shrunk by the cubic kernel and cut to {@code size}, with the fault described above.
   */
  static Tensor bicubic(Tensor crop, long size) {
    return Scope.returning(
        () -> {
          long colours = crop.size(1);
          Tensor kernel =
              like(crop, cubic(), CUBIC.length)
                  .expand(colours, colours, CUBIC.length, CUBIC.length);
          long[] ones = {1, 1};
          Tensor whole =
              torch.conv2d(
                  crop,
                  kernel,
                  new TensorOptional(),
                  new long[] {2, 2},
                  new long[] {3, 3},
                  ones,
                  1);
          long margin = (whole.size(2) - size) / 2;
          return whole.narrow(2, margin, size).narrow(3, margin, size);
        });
  }

  /** {@code values} as (1, 1, rows, n / rows) in the type and on the device of {@code tensor}. */
  private static Tensor like(Tensor tensor, double[] values, int rows) {
    Tensor wide = Tensors.of(values, 1, 1, rows, values.length / rows);
    return wide.to(tensor);
  }

  /** 0, 1, ..., 12. */
  private static double[] places() {
    double[] places = new double[SIZE];
    Arrays.setAll(places, i -> i);
    return places;
  }

  /** The 8x8 cubic kernel, row-major, sum 1. */
  static double[] cubic() {
    double[] kernel = new double[CUBIC.length * CUBIC.length];
    for (int y = 0; y < CUBIC.length; y++) {
      for (int x = 0; x < CUBIC.length; x++) {
        kernel[y * CUBIC.length + x] = CUBIC[y] / CUBIC_SUM * CUBIC[x] / CUBIC_SUM;
      }
    }
    return kernel;
  }

  /** What a weight's distance from the middle counts, row-major. */
  static double[] boundaryMask() {
    double[] mask = new double[SIZE * SIZE];
    int rim = (SIZE - INNER) / 2;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        boolean inner = y >= rim && y < SIZE - rim && x >= rim && x < SIZE - rim;
        double distance = Math.hypot(y - (SIZE - 1) / 2.0, x - (SIZE - 1) / 2.0) / BOUNDARY_SIGMA;
        double gaussian = Math.exp(-distance * distance / 2);
        mask[y * SIZE + x] = inner ? 0 : BOUNDARY_WEIGHT * (1 - gaussian);
      }
    }
    return mask;
  }
}
