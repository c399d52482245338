package dev.clearer.net.zssr;

import dev.clearer.image.Image;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import org.bytedeco.pytorch.NoGradGuard;

/** Runs the network over a picture of any size, in tiles without a seam. */
final class TiledPass {
  private static final int TILE = 512;

  /** How many pixels away the network looks. */
  private static final int REACH = 8;

  private TiledPass() {}

  /** What {@code network} makes of {@code enlarged}, not clamped. */
  static Image of(ZssrNetwork network, Image enlarged) {
    int width = enlarged.width();
    int height = enlarged.height();
    float[][] planes = new float[3][Math.multiplyExact(width, height)];
    for (int y = 0; y < height; y += TILE) {
      for (int x = 0; x < width; x += TILE) {
        int left = Math.max(0, x - REACH);
        int top = Math.max(0, y - REACH);
        int right = Math.min(width, x + TILE + REACH);
        int bottom = Math.min(height, y + TILE + REACH);
        Image tile = pass(network, enlarged.crop(left, top, right - left, bottom - top));
        int keptWidth = Math.min(TILE, width - x);
        for (int row = y; row < Math.min(height, y + TILE); row++) {
          int from = (row - top) * tile.width() + x - left;
          for (int c = 0; c < planes.length; c++) {
            System.arraycopy(tile.plane(c), from, planes[c], row * width + x, keptWidth);
          }
        }
      }
    }
    return Image.of(width, height, planes);
  }

  private static Image pass(ZssrNetwork network, Image tile) {
    Image[] result = new Image[1];
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            result[0] = Tensors.image(network.forward(Tensors.of(tile)));
          }
        });
    return result[0];
  }
}
