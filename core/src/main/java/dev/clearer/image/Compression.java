package dev.clearer.image;

import dev.clearer.InputException;

/**
 * How much of a picture a lossy file format may lose.
 *
 * @param quality 1 to 100, for JPEG and WebP; other formats lose nothing
 * @param lossless whether a WebP loses nothing either
 */
public record Compression(int quality, boolean lossless) {
  /** No visible loss. */
  public static final Compression FINE = new Compression(ImageFiles.JPEG_QUALITY, false);

  /**
   * Checks the range.
   *
   * @throws InputException if the quality is out of range
   */
  public Compression {
    if (quality < 1 || quality > 100) {
      throw new InputException(
          "A quality of %d is out of range: choose 1 to 100.".formatted(quality));
    }
  }
}
