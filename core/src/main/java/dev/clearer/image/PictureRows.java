package dev.clearer.image;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Picture} that comes row by row, on its way into a file.
 *
 * @param colour one channel (grey) or three (RGB), in the space of the ICC profile
 * @param alpha one channel of the same size, 0 transparent to 1 opaque; null if all is opaque
 * @param bitDepth bits a sample of the file: 8 or 16
 * @param metadata colour profile and EXIF
 */
public record PictureRows(Rows colour, @Nullable Rows alpha, int bitDepth, Metadata metadata) {
  /** The rows of a picture that is there. */
  static PictureRows of(Picture picture) {
    Image alpha = picture.alpha();
    return new PictureRows(
        picture.colour().rows(),
        alpha == null ? null : alpha.rows(),
        picture.bitDepth(),
        picture.metadata());
  }

  /** Width in pixels. */
  public int width() {
    return colour.width();
  }

  /** Height in pixels. */
  public int height() {
    return colour.height();
  }

  /** All of it as a picture; no row may have been taken before. */
  public Picture picture() {
    Image whole = colour.image();
    return new Picture(whole, alpha == null ? null : alpha.image(), bitDepth, metadata, null);
  }

  /** Laid on white and in 8 bits, for what knows neither alpha nor more. */
  PictureRows opaque() {
    Rows rows = alpha == null ? colour : onWhite(colour, alpha);
    return new PictureRows(rows, null, 8, metadata);
  }

  /** In 8 bits and colour, for what knows neither more nor greys. */
  PictureRows coloured() {
    Rows rows =
        colour.channels() == 3
            ? colour
            : Rows.of(
                colour.width(),
                colour.height(),
                3,
                y -> {
                  float[] grey = colour.next()[0];
                  return new float[][] {grey, grey, grey};
                });
    return new PictureRows(rows, alpha, 8, metadata);
  }

  private static Rows onWhite(Rows colour, Rows alpha) {
    return Rows.of(
        colour.width(),
        colour.height(),
        colour.channels(),
        y -> {
          float[] opacity = alpha.next()[0];
          float[][] row = colour.next();
          for (float[] values : row) {
            for (int x = 0; x < values.length; x++) {
              values[x] = 1 + (values[x] - 1) * opacity[x];
            }
          }
          return row;
        });
  }

  /** What a file of this bit depth holds. */
  Levels levels() {
    return new Levels(this, (1 << bitDepth) - 1);
  }
}
