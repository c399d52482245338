package dev.clearer.image;

import org.jspecify.annotations.Nullable;

/**
 * What a picture file says besides its pixels, as it travels from input to output.
 *
 * @param iccProfile the ICC profile that gives the samples their colours; null is sRGB
 * @param exif an EXIF block (a TIFF structure, starting with its byte order) whose orientation is
 *     upright and which has no thumbnail; null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // blocks that are handed on, compared by nobody
public record Metadata(byte @Nullable [] iccProfile, byte @Nullable [] exif) {
  /** No metadata at all. */
  public static final Metadata NONE = new Metadata(null, null);
}
