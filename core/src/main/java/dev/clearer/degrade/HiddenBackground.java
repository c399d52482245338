package dev.clearer.degrade;

/**
 * Fills in background hidden behind out-of-focus foreground: from the edge of the gap inwards, by
 * means over growing windows.
 */
final class HiddenBackground {
  private final DepthLayers layers;
  private final int reach;

  HiddenBackground(DepthLayers layers, int window) {
    this.layers = layers;
    reach = Math.max(1, 2 * window);
  }

  /** Composites the near layers over the far ones, whose hidden parts are filled. */
  float[][] join(Canvas far, Canvas near) {
    float[][] planes = normalized(far);
    float[][] fill = continued(planes);
    for (int c = 0; c < planes.length; c++) {
      lay(planes[c], fill[c], fill[planes.length], near, c);
    }
    return planes;
  }

  private int known(int pixel) {
    return layers.layer()[pixel] < layers.firstNear() ? 1 : 0;
  }

  private void lay(float[] plane, float[] fill, float[] certainty, Canvas near, int channel) {
    float[] colours = near.colours[channel];
    for (int i = 0; i < plane.length; i++) {
      float coverage = near.coverage[i];
      if (known(i) == 1) {
        plane[i] = (1 - coverage) * plane[i] + colours[i];
      } else {
        float share = share(near, i) * certainty[i];
        float background = share > 0 ? fill[i] / certainty[i] : 0;
        // a moving region may leave a thin part of itself completely
        float own = coverage > 0 ? colours[i] / coverage : background;
        plane[i] = share * background + (1 - share) * own;
      }
    }
  }

  /**
   * Visibility of the background: at the edge the product of all (1 - m), as for other layers; deep
   * inside 1 minus their sum. Both are equal for a single layer.
   */
  private static float share(Canvas near, int pixel) {
    float uncovered = Math.max(0, 1 - near.sum[pixel]);
    float rim = Math.min(1, 2 * uncovered);
    return rim * Math.max(0, 1 - near.coverage[pixel]) + (1 - rim) * uncovered;
  }

  /**
   * Means of known values over windows of 3, 5, 9, ... pixels, smallest first: first those of
   * {@code planes}, then their weight.
   */
  private float[][] continued(float[][] planes) {
    SummedArea known = new SummedArea(layers.width(), layers.height(), this::known);
    SummedArea[] sums = new SummedArea[planes.length + 1];
    for (int c = 0; c < planes.length; c++) {
      float[] plane = planes[c];
      sums[c] = new SummedArea(layers.width(), layers.height(), i -> known(i) == 0 ? 0 : plane[i]);
    }
    sums[planes.length] = known;
    float[][] fill = new float[sums.length][layers.layer().length];
    for (int i = 0; i < layers.layer().length; i++) {
      if (known(i) == 0) {
        continueTo(i, known, sums, fill);
      }
    }
    return fill;
  }

  private void continueTo(int pixel, SummedArea known, SummedArea[] sums, float[][] fill) {
    int y = pixel / layers.width();
    int x = pixel - y * layers.width();
    double[] result = new double[sums.length];
    double rest = 1;
    for (int radius = 1; radius <= reach && rest > 1e-3; radius *= 2) {
      double count = known.around(x, y, radius);
      double weight = rest * Math.min(1, 2 * count / known.area(x, y, radius));
      if (weight > 0) {
        for (int c = 0; c < sums.length; c++) {
          result[c] += weight * sums[c].around(x, y, radius) / count;
        }
        rest -= weight;
      }
    }
    for (int c = 0; c < sums.length; c++) {
      fill[c][pixel] = (float) result[c];
    }
  }

  /** I / M: the planes of a canvas that has some coverage wherever it is used. */
  static float[][] normalized(Canvas canvas) {
    float[][] planes = canvas.colours;
    for (float[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = canvas.coverage[i] > 0 ? plane[i] / canvas.coverage[i] : 0;
      }
    }
    return planes;
  }
}
