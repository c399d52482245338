package dev.clearer.image;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the chunks cICP, sRGB, gAMA and cHRM of a PNG say about its colours, and the ICC profile
 * that says the same to files of other formats. Of several, cICP counts before an ICC profile
 * (iCCP), that before sRGB, and that before gAMA and cHRM (PNG third edition, 4.3).
 */
final class PngColour {
  /** The chunks that a PNG hands on to a PNG; the last two describe high dynamic range. */
  static final Set<String> CHUNKS = Set.of("cICP", "sRGB", "gAMA", "cHRM", "mDCV", "cLLI");

  private static final double UNIT = 100_000;
  private static final int FULL_RANGE = 1;

  private final List<PngChunk> chunks;
  private final boolean grey;

  private PngColour(List<PngChunk> chunks, boolean grey) {
    this.chunks = chunks;
    this.grey = grey;
  }

  /**
   * The profile for a file of another format.
   *
   * @param grey whether the file holds greys
   * @return null if there is nothing to say
   */
  static byte @Nullable [] profile(Metadata metadata, boolean grey) {
    PngColour colour = new PngColour(metadata.pngChunks(), grey);
    byte[] coded = colour.coded();
    if (coded != null) {
      return coded;
    } else if (metadata.iccProfile() != null) {
      return metadata.iccProfile();
    }
    return colour.described();
  }

  private Optional<byte[]> content(String type, int length) {
    return chunks.stream()
        .filter(chunk -> chunk.type().equals(type) && chunk.content().length >= length)
        .map(PngChunk::content)
        .findFirst();
  }

  private byte[] made(Primaries primaries, ColourCurve curve, String description) {
    return grey
        ? ProfileWriter.grey(curve, description)
        : ProfileWriter.rgb(primaries, curve, description, null);
  }

  private byte @Nullable [] described() {
    if (content("sRGB", 1).isPresent()) {
      return made(Primaries.SRGB, ColourCurve.srgb(), "sRGB");
    }
    double gamma = content("gAMA", 4).map(c -> ByteBuffer.wrap(c).getInt() / UNIT).orElse(0.0);
    Primaries primaries = content("cHRM", 32).map(PngColour::primaries).orElse(null);
    boolean told = primaries != null && primaries.isSound();
    if (!(gamma > 0.01 && gamma < 20) && (!told || grey)) {
      return null;
    }
    ColourCurve curve = gamma > 0.01 ? ColourCurve.power(1 / gamma) : ColourCurve.srgb();
    return made(told && primaries != null ? primaries : Primaries.SRGB, curve, "PNG gAMA and cHRM");
  }

  private static Primaries primaries(byte[] content) {
    ByteBuffer in = ByteBuffer.wrap(content);
    double[] white = {in.getInt() / UNIT, in.getInt() / UNIT};
    double[] others = new double[6];
    for (int i = 0; i < others.length; i++) {
      others[i] = in.getInt() / UNIT;
    }
    return Primaries.under(white, others);
  }

  /** By the numbers of ITU-T H.273; null if there are none or they are others. */
  private byte @Nullable [] coded() {
    byte[] codes = content("cICP", 4).orElse(null);
    if (codes == null || codes[2] != 0 || codes[3] != FULL_RANGE) {
      return null;
    }
    Primaries primaries = primaries(codes[0]);
    ColourCurve curve = curve(codes[1]);
    if (curve == null || (primaries == null && !grey)) {
      return null;
    }
    String description = "H.273 %d/%d".formatted(codes[0], codes[1]);
    return grey || primaries == null
        ? ProfileWriter.grey(curve, description)
        : ProfileWriter.rgb(primaries, curve, description, codes);
  }

  private static @Nullable Primaries primaries(int code) {
    double[] c = {0.310, 0.316};
    return switch (code) {
      case 1 -> Primaries.SRGB;
      case 4 -> Primaries.under(c, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08);
      case 5 -> Primaries.underDaylight(0.64, 0.33, 0.29, 0.60, 0.15, 0.06);
      case 6, 7 -> Primaries.underDaylight(0.630, 0.340, 0.310, 0.595, 0.155, 0.070);
      case 8 -> Primaries.under(c, 0.681, 0.319, 0.243, 0.692, 0.145, 0.049);
      case 9 -> Primaries.underDaylight(0.708, 0.292, 0.170, 0.797, 0.131, 0.046);
      case 11 ->
          Primaries.under(new double[] {0.314, 0.351}, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060);
      case 12 -> Primaries.underDaylight(0.680, 0.320, 0.265, 0.690, 0.150, 0.060);
      case 22 -> Primaries.underDaylight(0.630, 0.340, 0.295, 0.605, 0.155, 0.077);
      default -> null;
    };
  }

  private static @Nullable ColourCurve curve(int code) {
    return switch (code) {
      case 1, 6, 14, 15 -> ColourCurve.television();
      case 4 -> ColourCurve.power(2.2);
      case 5 -> ColourCurve.power(2.8);
      case 8 -> ColourCurve.power(1);
      case 13 -> ColourCurve.srgb();
      case 16 -> ColourCurve.perceptualQuantiser();
      case 17 -> ColourCurve.power(2.6);
      case 18 -> ColourCurve.hybridLogGamma();
      default -> null;
    };
  }
}
