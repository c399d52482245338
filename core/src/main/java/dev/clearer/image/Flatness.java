package dev.clearer.image;

/**
 * Tells pictures in which nothing can be seen, so that nobody can say how blurred they are: those
 * of one brightness, of even slopes, and of no more than faint noise.
 */
final class Flatness {
  /** Pixels a side of the blocks that are looked at, after every four pixels became one. */
  private static final int BLOCK = 8;

  /** The greatest mean deviation from a slope that is not seen. */
  private static final double LEAST_SEEN = 1 / 255.0;

  private Flatness() {}

  /** The pixels from left to before right and from top to before bottom. */
  private record Block(int left, int top, int right, int bottom) {}

  /** Whether there is nothing to be seen in any channel. */
  static boolean isFlat(Image image) {
    for (int c = 0; c < image.channels(); c++) {
      if (!isFlat(image.plane(c), image.width(), image.height())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFlat(float[] plane, int width, int height) {
    int halfWidth = Math.max(1, width / 2);
    int halfHeight = Math.max(1, height / 2);
    float[] half = new float[halfWidth * halfHeight];
    for (int i = 0; i < half.length; i++) {
      int x = 2 * (i % halfWidth);
      int y = 2 * (i / halfWidth);
      int right = Math.min(width - 1, x + 1);
      int below = Math.min(height - 1, y + 1);
      half[i] =
          (plane[y * width + x]
                  + plane[y * width + right]
                  + plane[below * width + x]
                  + plane[below * width + right])
              / 4;
    }
    for (int y = 0; y < halfHeight; y += BLOCK / 2) {
      for (int x = 0; x < halfWidth; x += BLOCK / 2) {
        Block block =
            new Block(x, y, Math.min(halfWidth, x + BLOCK), Math.min(halfHeight, y + BLOCK));
        if (roughness(half, halfWidth, block) > LEAST_SEEN) {
          return false;
        }
      }
    }
    return true;
  }

  /** The root of the mean squared deviation of a block from the plane that fits it best. */
  private static double roughness(float[] plane, int stride, Block block) {
    double middleX = (block.left + block.right - 1) / 2.0;
    double middleY = (block.top + block.bottom - 1) / 2.0;
    double sum = 0;
    double squares = 0;
    double alongX = 0;
    double alongY = 0;
    double spreadX = 0;
    double spreadY = 0;
    for (int y = block.top; y < block.bottom; y++) {
      for (int x = block.left; x < block.right; x++) {
        double value = plane[y * stride + x];
        sum += value;
        squares += value * value;
        alongX += value * (x - middleX);
        alongY += value * (y - middleY);
        spreadX += (x - middleX) * (x - middleX);
        spreadY += (y - middleY) * (y - middleY);
      }
    }
    int count = (block.right - block.left) * (block.bottom - block.top);
    double rest = squares - sum * sum / count;
    rest -= spreadX > 0 ? alongX * alongX / spreadX : 0;
    rest -= spreadY > 0 ? alongY * alongY / spreadY : 0;
    return Math.sqrt(Math.max(0, rest) / count);
  }
}
