package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import java.util.Arrays;

/**
 * Layers of a scene blurred by disks or polygons, near ones over far ones, as {@link LayeredBlur}
 * does it with Gaussians. Stretches of a row that belong to one layer are spread together, so that
 * all layers together cost about as much as one blur of the whole picture.
 */
final class LensLayers {
  private final DepthLayers layers;
  private final Kernel[] kernels;
  private final int reach;

  LensLayers(DepthLayers layers, Aperture aperture) {
    float[] sigma = layers.sigma().clone();
    kernels = new Kernel[sigma.length];
    int most = 0;
    for (int k = 0; k < sigma.length; k++) {
      kernels[k] = aperture.kernel(sigma[k]);
      sigma[k] = (float) kernels[k].sigma();
      most = Math.max(most, kernels[k].reach());
    }
    reach = most;
    this.layers =
        new DepthLayers(
            layers.width(), layers.height(), layers.layer(), sigma, layers.firstNear());
  }

  /** The blur of every pixel by the hard masks, of the kernels as they are. */
  BlurMap blurMap() {
    return layers.blurMap();
  }

  Image apply(Image sharp) {
    DepthLayers.Order order = layers.order();
    SpreadLayer soft = new SpreadLayer(sharp, reach);
    Canvas far = composite(sharp, order, soft, 0, layers.firstNear());
    float[][] planes;
    if (layers.firstNear() == layers.count()) {
      planes = HiddenBackground.normalized(far);
    } else {
      Canvas near = composite(sharp, order, soft, layers.firstNear(), layers.count());
      planes = new HiddenBackground(layers, reach).join(far, near);
    }
    return Image.of(sharp.width(), sharp.height(), planes);
  }

  private Canvas composite(
      Image sharp, DepthLayers.Order order, SpreadLayer soft, int first, int end) {
    Canvas canvas = new Canvas(sharp.channels(), layers.layer().length);
    for (int layer = first; layer < end; layer++) {
      int from = order.starts()[layer];
      int to = order.starts()[layer + 1];
      if (kernels[layer].size() == 1) {
        canvas.put(sharp, order.pixels(), from, to);
      } else {
        soft.spread(order.pixels(), from, to, kernels[layer]);
        soft.layOver(canvas);
      }
    }
    return canvas;
  }

  /** The blurred colours and the blurred mask of one layer, on a canvas with room around. */
  private static final class SpreadLayer {
    private final Image sharp;
    private final int width;
    private final int height;
    private final int reach;
    private final int stride;
    private final float[][] planes;
    private final float[] values;
    private final float[] sums;
    private int top;
    private int bottom;
    private int left;
    private int right;

    SpreadLayer(Image sharp, int reach) {
      this.sharp = sharp;
      this.reach = reach;
      width = sharp.width();
      height = sharp.height();
      stride = width + 2 * reach;
      planes = new float[sharp.channels() + 1][stride * (height + 2 * reach)];
      values = new float[width + 4 * reach];
      sums = new float[values.length + 1];
      forget();
    }

    private void forget() {
      top = height;
      bottom = 0;
      left = width;
      right = 0;
    }

    /** Adds the pixels [from, to) of {@code pixels}, which are sorted. */
    void spread(int[] pixels, int from, int to, Kernel kernel) {
      for (int start = from; start < to; ) {
        int y = pixels[start] / width;
        int end = start + 1;
        while (end < to && pixels[end] == pixels[end - 1] + 1 && pixels[end] < (y + 1) * width) {
          end++;
        }
        spread(y, pixels[start] - y * width, end - start, kernel);
        start = end;
      }
    }

    /** Spreads {@code length} pixels from (x, y) on. */
    private void spread(int y, int x, int length, Kernel kernel) {
      int own = kernel.reach();
      top = Math.min(top, y - own);
      bottom = Math.max(bottom, y + own + 1);
      left = Math.min(left, x - own);
      right = Math.max(right, x + length + own);
      Arrays.fill(values, 0, length + 4 * own, 0);
      for (int c = 0; c < planes.length; c++) {
        if (c < sharp.channels()) {
          System.arraycopy(sharp.plane(c), y * width + x, values, 2 * own, length);
        } else {
          Arrays.fill(values, 2 * own, 2 * own + length, 1);
        }
        KernelRow.sum(values, length + 4 * own, sums);
        for (int dy = -own; dy <= own; dy++) {
          int at = (y + dy + reach) * stride + x - own + reach;
          kernel.row(dy).add(planes[c], at, values, sums, 0, length + 2 * own);
        }
      }
    }

    /** Lays the layer over {@code canvas} and is empty again. */
    void layOver(Canvas canvas) {
      fold();
      for (int y = top; y < bottom; y++) {
        int row = (y + reach) * stride + reach;
        canvas.lay(planes, row + left, y * width + left, right - left);
        for (float[] plane : planes) {
          Arrays.fill(plane, row + left, row + right, 0);
        }
      }
      forget();
    }

    /** Blurring a mirrored picture is mirroring back what was spread beyond the edges. */
    private void fold() {
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < 0; x++) {
          move(x, y, Border.mirror(x, width), y);
        }
        for (int x = width; x < right; x++) {
          move(x, y, Border.mirror(x, width), y);
        }
      }
      right = Math.max(right, left < 0 ? Math.min(width, -left) : 0);
      left = Math.min(Math.max(0, left), right > width ? Math.max(0, 2 * width - right) : width);
      right = Math.min(width, right);
      for (int x = left; x < right; x++) {
        for (int y = top; y < 0; y++) {
          move(x, y, x, Border.mirror(y, height));
        }
        for (int y = height; y < bottom; y++) {
          move(x, y, x, Border.mirror(y, height));
        }
      }
      bottom = Math.max(bottom, top < 0 ? Math.min(height, -top) : 0);
      top = Math.min(Math.max(0, top), bottom > height ? Math.max(0, 2 * height - bottom) : height);
      bottom = Math.min(height, bottom);
    }

    private void move(int x, int y, int toX, int toY) {
      int from = (y + reach) * stride + x + reach;
      int to = (toY + reach) * stride + toX + reach;
      for (float[] plane : planes) {
        plane[to] += plane[from];
        plane[from] = 0;
      }
    }
  }
}
