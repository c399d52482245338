package dev.clearer.image;

import java.util.Map;

/** The compressions that TIFF files name, by their numbers. */
final class TiffCompression {
  static final int NONE = 1;
  static final int LZW = 5;
  static final int DEFLATE = 8;
  static final int PACK_BITS = 32773;
  static final int OLD_DEFLATE = 32946;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(2, "CCITT"),
          Map.entry(3, "CCITT Group 3"),
          Map.entry(4, "CCITT Group 4"),
          Map.entry(6, "old-style JPEG"),
          Map.entry(7, "JPEG"),
          Map.entry(9, "JBIG"),
          Map.entry(10, "JBIG"),
          Map.entry(22610, "JPEG XR"),
          Map.entry(32766, "NeXT"),
          Map.entry(32771, "CCITT"),
          Map.entry(32809, "ThunderScan"),
          Map.entry(32867, "Kodak"),
          Map.entry(32895, "IT8"),
          Map.entry(32896, "IT8"),
          Map.entry(32897, "IT8"),
          Map.entry(32898, "IT8"),
          Map.entry(32908, "Pixar Film"),
          Map.entry(32909, "Pixar Log"),
          Map.entry(32947, "Kodak DCS"),
          Map.entry(33003, "JPEG 2000"),
          Map.entry(33004, "JPEG 2000"),
          Map.entry(33005, "JPEG 2000"),
          Map.entry(33007, "JPEG"),
          Map.entry(34661, "JBIG"),
          Map.entry(34676, "SGI LogLuv"),
          Map.entry(34677, "SGI LogLuv"),
          Map.entry(34712, "JPEG 2000"),
          Map.entry(34713, "Nikon NEF"),
          Map.entry(34715, "JBIG2"),
          Map.entry(34887, "LERC"),
          Map.entry(34892, "lossy JPEG (DNG)"),
          Map.entry(34925, "LZMA"),
          Map.entry(34926, "ZSTD"),
          Map.entry(34927, "WebP"),
          Map.entry(34933, "PNG"),
          Map.entry(34934, "JPEG XR"),
          Map.entry(48124, "Jetraw"),
          Map.entry(50000, "ZSTD"),
          Map.entry(50001, "WebP"),
          Map.entry(50002, "JPEG XL"),
          Map.entry(52546, "JPEG XL"),
          Map.entry(65000, "Kodak DCR"),
          Map.entry(65535, "Pentax PEF"));

  private TiffCompression() {}

  /** What users call it. */
  static String name(int number) {
    String name = NAMES.get(number);
    return name == null ? "compression " + number : name + " compression";
  }

  /** Whether {@link TiffStrips} takes it apart. */
  static boolean isPlain(int number) {
    return switch (number) {
      case NONE, LZW, DEFLATE, PACK_BITS, OLD_DEFLATE -> true;
      default -> false;
    };
  }

  /** Whether ImageIO's reader takes it apart: CCITT and JPEG. */
  static boolean isImageIos(int number) {
    return switch (number) {
      case 2, 3, 4, 6, 7, 32771 -> true;
      default -> false;
    };
  }
}
