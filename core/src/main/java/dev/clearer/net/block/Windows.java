package dev.clearer.net.block;

import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Cuts a picture of {@code height} x {@code width} into windows, padded at the right and bottom.
 */
record Windows(Gia.Window window, long height, long width) {
  /** (N, C, height, width) to (N * rows * columns, C, window height, window width). */
  Tensor cut(Tensor x) {
    return Scope.returning(
        () -> {
          Tensor padded = pad(x);
          long channels = x.size(1);
          return padded
              .view(-1, channels, rows(), window.height(), columns(), window.width())
              .permute(0, 2, 4, 1, 3, 5)
              .reshape(-1, channels, window.height(), window.width());
        });
  }

  /** The inverse of {@link #cut}. */
  Tensor join(Tensor windows) {
    return Scope.returning(
        () -> {
          long channels = windows.size(1);
          return windows
              .view(-1, rows(), columns(), channels, window.height(), window.width())
              .permute(0, 3, 1, 4, 2, 5)
              .reshape(-1, channels, paddedHeight(), paddedWidth())
              .narrow(2, 0, height)
              .narrow(3, 0, width)
              .contiguous();
        });
  }

  private Tensor pad(Tensor x) {
    Tensor wide = pad(x, Ops.width(x), 0, paddedWidth() - width);
    return pad(wide, Ops.height(x), 2, paddedHeight() - height).contiguous();
  }

  /** Mirrors as the reference does if the picture is large enough, otherwise repeats the edge. */
  private static Tensor pad(Tensor x, long size, int place, long amount) {
    if (amount == 0) {
      return x;
    }
    long[] amounts = new long[4];
    amounts[place + 1] = amount;
    return amount < size ? torch.reflection_pad2d(x, amounts) : torch.replication_pad2d(x, amounts);
  }

  private long rows() {
    return (height + window.height() - 1) / window.height();
  }

  private long columns() {
    return (width + window.width() - 1) / window.width();
  }

  private long paddedHeight() {
    return rows() * window.height();
  }

  private long paddedWidth() {
    return columns() * window.width();
  }
}
