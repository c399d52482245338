package dev.clearer.degrade;

import dev.clearer.image.Image;

/**
 * Blurs a scene layer by layer with occlusion. From far to near, each layer's colours L and mask m
 * are blurred and composited: {@code I <- (1-m) I + L}, {@code M <- (1-m) M + m}; the result is
 * {@code I / M}. The border is symmetric. The time is proportional to pixels and window, and hardly
 * depends on the number of layers.
 *
 * @param window half the width of every layer's kernel in pixels: two sigmas of the largest blur
 */
public record LayeredBlur(int window) {
  /** Checks the window. */
  public LayeredBlur {
    if (window < 0) {
      throw new IllegalArgumentException("a window of " + window + " px is negative");
    }
  }

  /** The blur with a window of two sigmas of the largest blur, in pixels. */
  public static LayeredBlur upTo(double maximumSigma) {
    return new LayeredBlur((int) Math.ceil(2 * maximumSigma - 1e-6));
  }

  /**
   * The blurred picture and its blur map.
   *
   * @throws IllegalArgumentException if picture and layers differ in size
   */
  public Blurred apply(Image sharp, DepthLayers layers) {
    if (sharp.width() != layers.width() || sharp.height() != layers.height()) {
      throw new IllegalArgumentException("picture and layers differ in size");
    }
    DepthLayers.Order order = layers.order();
    SoftLayer soft = new SoftLayer(sharp, window);
    Canvas far = composite(sharp, layers, order, soft, 0, layers.firstNear());
    if (layers.firstNear() == layers.count()) {
      return blurred(sharp, layers, HiddenBackground.normalized(far));
    }
    Canvas near = composite(sharp, layers, order, soft, layers.firstNear(), layers.count());
    HiddenBackground gap = new HiddenBackground(layers, window);
    return blurred(sharp, layers, gap.join(far, near));
  }

  private Canvas composite(
      Image sharp,
      DepthLayers layers,
      DepthLayers.Order order,
      SoftLayer soft,
      int first,
      int end) {
    Canvas canvas = new Canvas(sharp.channels(), layers.layer().length);
    for (int layer = first; layer < end; layer++) {
      int from = order.starts()[layer];
      int to = order.starts()[layer + 1];
      if (layers.sigma()[layer] == 0) {
        canvas.put(sharp, order.pixels(), from, to);
      } else {
        float[] taps = GaussianKernel.taps(layers.sigma()[layer], window);
        soft.spread(order.pixels(), from, to, taps);
        soft.layOver(canvas);
      }
    }
    return canvas;
  }

  private static Blurred blurred(Image sharp, DepthLayers layers, float[][] planes) {
    return new Blurred(Image.of(sharp.width(), sharp.height(), planes), layers.blurMap());
  }
}
