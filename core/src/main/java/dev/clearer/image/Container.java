package dev.clearer.image;

import dev.clearer.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A picture file taken apart: what the decoder needs, stripped of every block that could distract
 * it (profiles that it would apply, text that inflates to gigabytes), and what is carried along.
 *
 * @param pixels a file of the same format with nothing but pixels
 * @param iccProfile the colour profile, null if there is none
 * @param exif the EXIF block as it is, null if there is none
 * @param animated whether there are more frames than the one in {@code pixels}
 * @param canvas where that frame lies; null if it is the whole picture
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call
record Container(
    byte[] pixels,
    byte @Nullable [] iccProfile,
    byte @Nullable [] exif,
    boolean animated,
    @Nullable AnimationCanvas canvas) {
  /** Of a file whose first frame is the whole picture. */
  Container(byte[] pixels, byte @Nullable [] iccProfile, byte @Nullable [] exif, boolean animated) {
    this(pixels, iccProfile, exif, animated, null);
  }

  /** Takes a file apart; refuses one that ends too early. */
  static Container of(byte[] file, FileFormat format, String name) {
    try {
      return switch (format) {
        case PNG -> PngFile.open(file);
        case JPEG -> JpegFile.open(file);
        case WEBP -> WebpFile.open(file);
        case TIFF -> TiffFile.open(file);
        case GIF -> GifFile.open(file);
        case BMP -> new Container(file, null, null, false);
      };
    } catch (TruncatedException e) {
      throw new InputException(name + " ends too early: it is cut off, get the whole file.", e);
    } catch (DamagedException e) {
      throw new InputException(name + " is damaged (" + e.getMessage() + "): get it anew.", e);
    }
  }

  /** The file ends before the picture does. */
  static final class TruncatedException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** The file contradicts itself. */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }
}
