package dev.clearer.image;

import org.jspecify.annotations.Nullable;

/**
 * A picture as a file holds it: colours and everything that must survive on the way to an output.
 *
 * @param colour one plane (grey) or three (RGB), in the space of the ICC profile, upright
 * @param alpha one plane of the same size, 0 transparent to 1 opaque, not multiplied into the
 *     colours; null if all is opaque
 * @param bitDepth bits a sample of the file: 8 (or fewer) or 16
 * @param metadata colour profile and EXIF
 * @param note a sentence on what of the file was read when it holds several pictures; null if it
 *     holds one
 */
public record Picture(
    Image colour, @Nullable Image alpha, int bitDepth, Metadata metadata, @Nullable String note) {
  /** Checks that the parts fit each other. */
  public Picture {
    if (colour.channels() != 1 && colour.channels() != 3) {
      throw new IllegalArgumentException("neither grey nor RGB: " + colour.channels() + " planes");
    }
    if (alpha != null
        && (alpha.channels() != 1
            || alpha.width() != colour.width()
            || alpha.height() != colour.height())) {
      throw new IllegalArgumentException("alpha is not one plane of the colours' size");
    }
    if (bitDepth != 8 && bitDepth != 16) {
      throw new IllegalArgumentException("a bit depth of " + bitDepth);
    }
  }

  /** An opaque picture of 8 bits a sample without metadata. */
  public static Picture of(Image colour) {
    return new Picture(colour, null, 8, Metadata.NONE, null);
  }

  /** Width in pixels. */
  public int width() {
    return colour.width();
  }

  /** Height in pixels. */
  public int height() {
    return colour.height();
  }

  /**
   * What of the colours should be restored: all channels, or brightness alone where a picture is
   * stored in colour but nearly neutral, since it would get a tint that it did not have. {@link
   * #with} takes the result of either.
   */
  public Image toRestore() {
    Image brightness = Neutral.brightness(colour);
    return brightness == null ? colour : brightness;
  }

  /** Whether there is nothing to be seen by which anybody could tell how blurred it is. */
  public boolean isFlat() {
    return Flatness.isFlat(colour);
  }

  /**
   * What takes this picture's place after processing: new colours, this picture's alpha enlarged
   * (or shrunk) to their size, its bit depth and all that its file says (with the new size in it).
   *
   * @param result of {@link #toRestore}, in as many channels
   */
  public PictureRows with(Rows result) {
    int width = result.width();
    int height = result.height();
    return new PictureRows(
        result.channels() < colour.channels() ? Neutral.coloured(result, colour) : result,
        alpha == null ? null : Resize.bicubic(alpha.rows(), width, height).clamped(),
        bitDepth,
        metadata.sized(width, height));
  }
}
