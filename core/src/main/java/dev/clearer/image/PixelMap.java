package dev.clearer.image;

import java.util.Arrays;

/**
 * A map of a picture: one number for every pixel. Row-major, shared, not to be written to.
 *
 * @param kind what the numbers mean
 * @param width in pixels
 * @param height in pixels
 * @param values {@code width * height} numbers in the kind's unit
 */
@SuppressWarnings("ArrayRecordComponent") // a large plane: compared by nobody, copied by nobody
public record PixelMap(MapKind kind, int width, int height, float[] values) {
  /** Checks the number of values. */
  public PixelMap {
    if (values.length != Math.multiplyExact(width, height)) {
      throw new IllegalArgumentException(
          values.length + " values do not fill " + width + "x" + height);
    }
  }

  /** The map of {@code blur}. */
  public static PixelMap of(BlurMap blur) {
    return new PixelMap(MapKind.BLUR, blur.width(), blur.height(), blur.sigma());
  }

  /** The map of {@code labels}. */
  public static PixelMap of(LabelMap labels) {
    float[] values = new float[labels.classes().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = labels.classes()[i] & 0xff;
    }
    return new PixelMap(MapKind.CLASSES, labels.width(), labels.height(), values);
  }

  /** The same as a blur map. */
  public BlurMap blurMap() {
    require(MapKind.BLUR);
    return new BlurMap(width, height, values);
  }

  /** The same as a map of classes. */
  public LabelMap labelMap() {
    require(MapKind.CLASSES);
    byte[] classes = new byte[values.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (byte) values[i];
    }
    return new LabelMap(width, height, classes);
  }

  private void require(MapKind wanted) {
    if (kind != wanted) {
      throw new IllegalStateException("a map of " + kind + ", not of " + wanted);
    }
  }

  /** The mean of all values. */
  public double mean() {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The largest value, at least 0. */
  public double greatest() {
    float greatest = 0;
    for (float value : values) {
      greatest = Math.max(greatest, value);
    }
    return greatest;
  }

  /** In another size: quantities bilinearly, classes by the nearest pixel. */
  public PixelMap resized(int newWidth, int newHeight) {
    if (newWidth == width && newHeight == height) {
      return this;
    }
    if (!kind.isQuantity()) {
      return of(Resize.nearest(labelMap(), newWidth, newHeight));
    }
    Image image = Image.of(width, height, values);
    return new PixelMap(
        kind, newWidth, newHeight, Resize.bilinear(image, newWidth, newHeight).plane(0));
  }

  /** The rows of {@link #resized}, made one at a time. */
  public Rows rows(int newWidth, int newHeight) {
    return kind.isQuantity()
        ? Resize.bilinear(Image.of(width, height, values).rows(), newWidth, newHeight)
        : Resize.nearestRows(labelMap(), newWidth, newHeight);
  }

  /**
   * In colours: classes each in its own, quantities from dark violet at 0 to yellow.
   *
   * @param largest the value that gets the brightest colour, over 0; not used for classes
   */
  public Image colours(double largest) {
    return kind.isQuantity()
        ? ColourMap.colour(new BlurMap(width, height, values), largest)
        : ColourMap.colour(labelMap());
  }

  /** The same kind and size with every value times {@code factor}, none below 0. */
  public PixelMap times(float factor) {
    float[] scaled = Arrays.copyOf(values, values.length);
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factor * Math.max(0, scaled[i]);
    }
    return new PixelMap(kind, width, height, scaled);
  }
}
