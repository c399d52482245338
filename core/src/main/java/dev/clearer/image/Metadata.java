package dev.clearer.image;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a picture file says besides its pixels, as it travels from input to output.
 *
 * @param iccProfile the ICC profile that gives the samples their colours; null if there is none
 * @param exif an EXIF block (a TIFF structure, starting with its byte order); null if there is none
 * @param xmp an XMP packet (XML); null if there is none
 * @param iptc records of the IPTC's Information Interchange Model; null if there are none
 * @param density how many pixels a print has per unit of length; null if the file does not say
 * @param pngChunks chunks of a PNG that only a PNG can hold: colours and text
 */
@SuppressWarnings("ArrayRecordComponent") // blocks that are handed on, compared by nobody
public record Metadata(
    byte @Nullable [] iccProfile,
    byte @Nullable [] exif,
    byte @Nullable [] xmp,
    byte @Nullable [] iptc,
    @Nullable Density density,
    List<PngChunk> pngChunks) {
  /** No metadata at all. */
  public static final Metadata NONE = new Metadata(null, null);

  /** Nothing but a profile and EXIF. */
  public Metadata(byte @Nullable [] iccProfile, byte @Nullable [] exif) {
    this(iccProfile, exif, null, null, null, List.of());
  }

  Metadata withProfile(byte @Nullable [] profile) {
    return new Metadata(profile, exif, xmp, iptc, density, pngChunks);
  }

  Metadata withExif(byte @Nullable [] block) {
    return new Metadata(iccProfile, block, xmp, iptc, density, pngChunks);
  }

  Metadata withDensity(@Nullable Density other) {
    return new Metadata(iccProfile, exif, xmp, iptc, other, pngChunks);
  }

  /** The same of a picture that was turned upright. */
  Metadata upright() {
    boolean lay = Exif.orientation(exif) > 4;
    return new Metadata(
        iccProfile,
        Exif.upright(exif),
        Xmp.upright(xmp),
        iptc,
        density == null || !lay ? density : density.turned(),
        pngChunks);
  }

  /** The same of a picture of another size; its density stays, so that prints grow. */
  Metadata sized(int width, int height) {
    return new Metadata(
        iccProfile,
        Exif.sized(exif, width, height),
        Xmp.sized(xmp, width, height),
        iptc,
        density,
        pngChunks);
  }
}
