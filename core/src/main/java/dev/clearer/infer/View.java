package dev.clearer.infer;

import dev.clearer.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/** A mirroring or turn of pictures (N, C, H, W): {@code index} from 0 to 7, 0 leaves them. */
record View(int index) {
  Tensor of(Tensor picture) {
    return Tensors.channelsLast(mirrored(swaps() ? picture.transpose(2, 3) : picture));
  }

  Tensor undone(Tensor seen) {
    Tensor upright = mirrored(seen);
    return swaps() ? upright.transpose(2, 3) : upright;
  }

  private boolean swaps() {
    return (index & 4) != 0;
  }

  private Tensor mirrored(Tensor picture) {
    return switch (index & 3) {
      case 1 -> picture.flip(3);
      case 2 -> picture.flip(2);
      case 3 -> picture.flip(2, 3);
      default -> picture;
    };
  }
}
