package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;

/**
 * Layers of a scene blurred by disks or polygons and composited from far to near, as {@link
 * LayeredBlur} does with Gaussians. Runs of pixels of one layer are spread together, so that all
 * layers together cost about as much as one blur of the whole picture.
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
        new DepthLayers(layers.width(), layers.height(), layers.layer(), sigma, layers.firstNear());
  }

  /** The blur of every pixel by the hard masks: sigma of the discrete kernels. */
  BlurMap blurMap() {
    return layers.blurMap();
  }

  Image apply(Image sharp) {
    DepthLayers.Order order = layers.order();
    LensLayer soft = new LensLayer(sharp, reach);
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
      Image sharp, DepthLayers.Order order, LensLayer soft, int first, int end) {
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
}
