package dev.clearer.net.block;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.linspace;

import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Extends a picture below and to the right so that it can be repeated like a tile without an edge
 * (Liu and Jia, "Reducing Boundary Artifacts in Image Deconvolution", ICIP 2008): what is added
 * joins the picture's opposite borders and is as smooth as a membrane between them (its Laplacian
 * is 0).
 *
 * <p>One quirk of the reference is kept, since its results are to be met: the strip below begins
 * with a copy of the picture's last row, and lacks its own last row.
 */
public final class WrapBoundary {
  private static final int BLOCK = 8;

  /** Blocks that are added at least. */
  private static final int MARGIN = 2;

  private WrapBoundary() {}

  /**
   * A low-resolution picture extended so that its high-resolution picture would be {@link #wrap
   * periodic}: by at least 16 high-resolution pixels, to a multiple of 8.
   *
   * @param lowResolution (N, C, h, w)
   * @return (N, C, h', w'), the picture in its upper left corner
   */
  public static Tensor extended(Tensor lowResolution, int scale) {
    return Scope.returning(
        () -> {
          Tensor large = Spectra.enlarged(lowResolution, scale);
          long height = paddedSide(Ops.height(large), scale);
          long width = paddedSide(Ops.width(large), scale);
          Tensor extended = Ops.everyNth(wrap(large, height, width), scale).contiguous();
          extended
              .narrow(2, 0, Ops.height(lowResolution))
              .narrow(3, 0, Ops.width(lowResolution))
              .copy_(lowResolution);
          return extended;
        });
  }

  /** The next multiple of 8, and of {@code scale}, that leaves 16 pixels of margin. */
  static long paddedSide(long side, int scale) {
    long blocks = (side + BLOCK - 1) / BLOCK + MARGIN;
    while (blocks * BLOCK % scale != 0) {
      blocks++;
    }
    return blocks * BLOCK;
  }

  /**
   * Extends a picture by at least two pixels each way.
   *
   * @param picture (N, C, H, W)
   * @return (N, C, height, width) of the picture's type, the picture in its upper left corner
   */
  public static Tensor wrap(Tensor picture, long height, long width) {
    return Scope.returning(
        () -> {
          Tensor wide = picture.to(ScalarType.Double);
          long rows = height - Ops.height(wide);
          long columns = width - Ops.width(wide);
          Tensor below = below(wide, rows);
          Tensor right = transposed(below(transposed(wide), columns));
          Tensor corner = corner(below, right);
          Tensor upper = cat(new TensorVector(wide, inside(right, 3)), 3);
          Tensor lower =
              cat(new TensorVector(below.narrow(2, 0, rows), inside(inside(corner, 2), 3)), 3);
          return cat(new TensorVector(upper, lower), 2).to(picture.scalar_type());
        });
  }

  /** The strip of {@code rows} rows, framed by the picture's last row above and its first below. */
  private static Tensor below(Tensor picture, long rows) {
    return Scope.returning(
        () -> {
          Tensor strip = framed(picture, rows, Ops.width(picture));
          Tensor top = picture.narrow(2, Ops.height(picture) - 1, 1);
          Tensor bottom = picture.narrow(2, 0, 1);
          strip.narrow(2, 0, 1).copy_(top);
          strip.narrow(2, rows + 1, 1).copy_(bottom);
          Tensor part =
              linspace(new Scalar(0), new Scalar(1), rows)
                  .to(picture.device(), ScalarType.Double)
                  .reshape(1, 1, rows, 1);
          for (long column : new long[] {0, Ops.width(picture) - 1}) {
            Tensor from = top.narrow(3, column, 1);
            Tensor to = bottom.narrow(3, column, 1);
            strip.narrow(2, 1, rows).narrow(3, column, 1).copy_(from.add(to.sub(from).mul(part)));
          }
          return membrane(strip);
        });
  }

  /** The piece below and to the right of the picture, framed by both strips. */
  private static Tensor corner(Tensor below, Tensor right) {
    return Scope.returning(
        () -> {
          long rows = Ops.height(below) - 2;
          long columns = Ops.width(right) - 2;
          Tensor corner = framed(below, rows, columns + 2);
          corner.narrow(2, 0, 1).copy_(right.narrow(2, Ops.height(right) - 1, 1));
          corner.narrow(2, rows + 1, 1).copy_(right.narrow(2, 0, 1));
          corner.narrow(3, 0, 1).copy_(below.narrow(3, Ops.width(below) - 1, 1));
          corner.narrow(3, columns + 1, 1).copy_(below.narrow(3, 0, 1));
          return membrane(corner);
        });
  }

  private static Tensor framed(Tensor like, long rows, long width) {
    return torch.zeros(new long[] {like.size(0), like.size(1), rows + 2, width}, like.options());
  }

  /** Fills what is inside the frame of {@code x} (zeros), so that its 5-point Laplacian is 0. */
  private static Tensor membrane(Tensor x) {
    long rows = Ops.height(x) - 2;
    long columns = Ops.width(x) - 2;
    if (rows < 1 || columns < 1) {
      return x;
    }
    Tensor laplacian =
        x.narrow(2, 0, rows)
            .narrow(3, 1, columns)
            .add(x.narrow(2, 2, rows).narrow(3, 1, columns))
            .add(x.narrow(2, 1, rows).narrow(3, 0, columns))
            .add(x.narrow(2, 1, rows).narrow(3, 2, columns));
    Tensor eigenvalues =
        eigenvalues(rows, x).reshape(rows, 1).add(eigenvalues(columns, x).reshape(1, columns));
    Tensor spectrum = sines(sines(laplacian, 2), 3).div(eigenvalues).neg();
    Tensor solved = sines(sines(spectrum, 2), 3);
    inside(inside(x, 2), 3).copy_(Ops.scale(solved, 4.0 / ((rows + 1) * (columns + 1))));
    return x;
  }

  /** Of the second difference with ends fixed at 0: {@code 2 cos(pi j / (count + 1)) - 2}. */
  private static Tensor eigenvalues(long count, Tensor like) {
    Tensor angles = torch.arange(new Scalar(1), new Scalar(count + 1), like.options());
    return Ops.scale(angles, Math.PI / (count + 1)).cos().mul(new Scalar(2)).sub(new Scalar(2));
  }

  /**
   * The sine transform of type 1 along {@code dimension}: {@code sum_k x_k sin(pi j k / (n + 1))},
   * from the Fourier transform of the odd extension of x.
   */
  private static Tensor sines(Tensor x, long dimension) {
    return Scope.returning(
        () -> {
          long count = x.size(dimension);
          Tensor zero = torch.zeros_like(x.narrow(dimension, 0, 1));
          Tensor mirrored = x.flip(dimension).neg();
          Tensor odd = cat(new TensorVector(zero, x, zero, mirrored), dimension);
          Tensor spectrum =
              torch.fft_rfft(odd, new LongOptional(), dimension, new StringViewOptional());
          return Ops.scale(torch.imag(spectrum).narrow(dimension, 1, count), -0.5);
        });
  }

  private static Tensor inside(Tensor x, long dimension) {
    return x.narrow(dimension, 1, x.size(dimension) - 2);
  }

  private static Tensor transposed(Tensor x) {
    return x.transpose(2, 3);
  }
}
