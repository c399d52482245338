package dev.clearer.image;

import java.util.Arrays;

/**
 * A picture as planar floats, nominally in [0, 1] (resizing may overshoot): one plane is grey,
 * three are red, green, blue. Immutable: planes that go in or come out are shared, not copied, and
 * must not be written to after that.
 */
public final class Image {
  private final int width;
  private final int height;
  private final float[][] planes;

  private Image(int width, int height, float[][] planes) {
    this.width = width;
    this.height = height;
    this.planes = planes;
  }

  /**
   * A picture over the given planes, each row-major with {@code width * height} values.
   *
   * @throws IllegalArgumentException if a size is not positive or a plane has another length
   */
  public static Image of(int width, int height, float[]... planes) {
    if (width < 1 || height < 1 || planes.length < 1) {
      throw new IllegalArgumentException(
          "a picture needs pixels: " + planes.length + " planes of " + width + "x" + height);
    }
    for (float[] plane : planes) {
      if (plane.length != Math.multiplyExact(width, height)) {
        throw new IllegalArgumentException(
            "a plane of " + plane.length + " values is not " + width + "x" + height);
      }
    }
    return new Image(width, height, planes.clone());
  }

  /** Width in pixels. */
  public int width() {
    return width;
  }

  /** Height in pixels. */
  public int height() {
    return height;
  }

  /** Number of planes: 1 (grey) or 3 (RGB). */
  public int channels() {
    return planes.length;
  }

  /** One plane, row-major, shared: do not write to it. */
  public float[] plane(int channel) {
    return planes[channel];
  }

  /** The value of {@code channel} in row {@code y}, column {@code x}. */
  public float at(int channel, int y, int x) {
    return planes[channel][y * width + x];
  }

  /**
   * The rectangle of {@code width} x {@code height} pixels whose upper left corner is (x, y).
   *
   * @throws IllegalArgumentException if it leaves the picture
   */
  public Image crop(int x, int y, int cropWidth, int cropHeight) {
    float[][] cropped = new float[planes.length][];
    for (int c = 0; c < planes.length; c++) {
      cropped[c] = Planes.crop(planes[c], width, height, x, y, cropWidth, cropHeight);
    }
    return of(cropWidth, cropHeight, cropped);
  }

  /** Its rows from the top. */
  public Rows rows() {
    return Rows.of(
        width,
        height,
        planes.length,
        y -> {
          float[][] row = new float[planes.length][];
          for (int c = 0; c < row.length; c++) {
            row[c] = Arrays.copyOfRange(planes[c], y * width, (y + 1) * width);
          }
          return row;
        });
  }

  /** The picture with every value below 0 set to 0 and above 1 to 1. */
  public Image clamped() {
    float[][] clamped = new float[planes.length][];
    for (int c = 0; c < planes.length; c++) {
      clamped[c] = planes[c].clone();
      for (int i = 0; i < clamped[c].length; i++) {
        clamped[c][i] = Math.min(1, Math.max(0, clamped[c][i]));
      }
    }
    return new Image(width, height, clamped);
  }
}
