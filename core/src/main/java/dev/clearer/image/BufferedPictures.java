package dev.clearer.image;

import dev.clearer.InputException;
import dev.clearer.image.Reading.DamagedException;
import java.awt.image.BufferedImage;

/** Pictures from and to {@link BufferedImage}. */
public final class BufferedPictures {
  private BufferedPictures() {}

  /**
   * The samples of {@code image} as they are, grey or RGB, with its alpha; other colour spaces
   * become sRGB. It has no metadata.
   *
   * @throws InputException if a sample has more than 16 bits
   */
  public static Picture of(BufferedImage image) {
    try {
      return Samples.picture(image, false, 0);
    } catch (DamagedException e) {
      throw new InputException(
          "The image cannot be used (%s): convert it to 8 or 16 bits a sample."
              .formatted(e.getMessage()),
          e);
    }
  }

  /** The picture in its bit depth, grey or sRGB, with its alpha; its metadata stay behind. */
  public static BufferedImage image(Picture picture) {
    return Samples.image(PictureRows.of(picture).levels());
  }
}
