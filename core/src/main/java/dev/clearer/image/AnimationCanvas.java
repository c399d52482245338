package dev.clearer.image;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What an animation is shown on, and where its first frame lies on it, in pixels; the rest is
 * transparent.
 */
record AnimationCanvas(int width, int height, int left, int top) {
  /** Whether a frame of this size lies wholly within. */
  boolean holds(int frameWidth, int frameHeight) {
    return left + frameWidth <= width && top + frameHeight <= height;
  }

  /** The whole canvas with the frame on it. */
  Picture around(Picture frame) {
    if (frame.width() == width && frame.height() == height) {
      return frame;
    }
    return new Picture(
        spread(frame.colour()),
        spread(opacity(frame)),
        frame.bitDepth(),
        frame.metadata(),
        frame.note());
  }

  private static Image opacity(Picture frame) {
    @Nullable Image alpha = frame.alpha();
    float[] opaque = new float[frame.width() * frame.height()];
    Arrays.fill(opaque, 1);
    return alpha == null ? Image.of(frame.width(), frame.height(), opaque) : alpha;
  }

  private Image spread(Image frame) {
    float[][] planes = new float[frame.channels()][width * height];
    for (int c = 0; c < planes.length; c++) {
      for (int y = 0; y < frame.height(); y++) {
        int to = (top + y) * width + left;
        System.arraycopy(frame.plane(c), y * frame.width(), planes[c], to, frame.width());
      }
    }
    return Image.of(width, height, planes);
  }
}
