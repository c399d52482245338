package dev.clearer.image;

import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How one picture lies in a TIFF file (TIFF 6.0).
 *
 * @param page its directory
 * @param width in pixels
 * @param height in pixels
 * @param bits of each sample of a pixel
 * @param kind what the bits of a sample are
 * @param chunks where the samples lie
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call
record TiffLayout(Directory page, int width, int height, int[] bits, Kind kind, Chunks chunks) {
  static final int WHITE_IS_ZERO = 0;
  static final int BLACK_IS_ZERO = 1;
  static final int RGB = 2;
  static final int PALETTE = 3;
  private static final int CMYK = 5;
  private static final int YCBCR = 6;
  private static final int CIE_LAB = 8;
  private static final int ICC_LAB = 9;

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int FILL_ORDER = 266;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_LENGTHS = 279;
  private static final int PLANAR = 284;
  private static final int PREDICTOR = 317;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;
  private static final int ASSOCIATED = 1;
  private static final int UNASSOCIATED = 2;

  /** What the bits of a sample are. */
  enum Kind {
    /** Integers from 0. */
    UNSIGNED,
    /** Integers in two's complement. */
    SIGNED,
    /** IEEE 754 or, of 24 bits, the format of that size that TIFF users have agreed on. */
    FLOAT
  }

  /** Strips, or tiles that are padded to their whole size. */
  record Chunks(int width, int height, boolean tiles, long[] offsets, long @Nullable [] lengths) {}

  static TiffLayout of(Directory page) throws DamagedException, UnsupportedException {
    long width = page.number(WIDTH, 0);
    long height = page.number(HEIGHT, 0);
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new DamagedException("it has no size");
    }
    int[] bits = bits(page);
    return new TiffLayout(
        page,
        (int) width,
        (int) height,
        bits,
        kind(page, bits),
        chunks(page, (int) width, (int) height));
  }

  private static int[] bits(Directory page) throws DamagedException {
    long samples = page.number(SAMPLES, 1);
    long[] told = page.numbers(BITS);
    if (samples < 1 || samples > 65535) {
      throw new DamagedException("its pixels have no samples");
    }
    int[] bits = new int[(int) samples];
    for (int i = 0; i < bits.length; i++) {
      // Some writers give one number for all.
      long value = told == null ? 1 : told[Math.min(i, told.length - 1)];
      if (value < 1 || value > 64) {
        throw new DamagedException("a sample has " + value + " bits");
      }
      bits[i] = (int) value;
    }
    return bits;
  }

  private static Kind kind(Directory page, int[] bits) throws UnsupportedException {
    long[] told = page.numbers(SAMPLE_FORMAT);
    long format = told == null ? 1 : told[0];
    if (told != null && Arrays.stream(told).anyMatch(value -> value != format)) {
      throw new UnsupportedException("samples of different formats");
    }
    Kind kind =
        switch ((int) format) {
          case 1, 4 -> Kind.UNSIGNED;
          case 2 -> Kind.SIGNED;
          case 3 -> Kind.FLOAT;
          default -> throw new UnsupportedException("complex samples");
        };
    int widest = Arrays.stream(bits).max().orElse(0);
    boolean fits =
        kind == Kind.FLOAT
            ? Arrays.stream(bits).allMatch(b -> b == 16 || b == 24 || b == 32 || b == 64)
            : widest <= 32;
    if (!fits) {
      String what = kind == Kind.FLOAT ? "floating-point samples" : "samples";
      throw new UnsupportedException("%s of %d bits".formatted(what, widest));
    }
    return kind;
  }

  private static Chunks chunks(Directory page, int width, int height) throws DamagedException {
    boolean tiles = page.find(TILE_OFFSETS) >= 0;
    long[] offsets = page.numbers(tiles ? TILE_OFFSETS : STRIP_OFFSETS);
    if (offsets == null) {
      throw new DamagedException("it does not say where its pixels are");
    }
    long chunkWidth = tiles ? page.number(TILE_WIDTH, 0) : width;
    long rows = page.number(tiles ? TILE_HEIGHT : ROWS_PER_STRIP, tiles ? 0 : height);
    long chunkHeight = tiles ? rows : rows < 1 ? height : Math.min(rows, height);
    if (chunkWidth < 1 || chunkHeight < 1 || chunkWidth > 1 << 24 || chunkHeight > 1 << 24) {
      throw new DamagedException("its tiles have no size");
    }
    long[] lengths = page.numbers(tiles ? TILE_LENGTHS : STRIP_LENGTHS);
    return new Chunks((int) chunkWidth, (int) chunkHeight, tiles, offsets, lengths);
  }

  int samples() {
    return bits.length;
  }

  int compression() {
    return (int) page.number(COMPRESSION, TiffCompression.NONE);
  }

  int predictor() {
    return (int) page.number(PREDICTOR, 1);
  }

  /** Whether every sample has planes of its own instead of lying beside the others. */
  boolean planar() {
    return page.number(PLANAR, 1) == 2 && samples() > 1;
  }

  /** Whether the bits of each byte are the wrong way round. */
  boolean mirrored() {
    return page.number(FILL_ORDER, 1) == 2;
  }

  int photometric() {
    return (int) page.number(PHOTOMETRIC, samples() < 3 ? BLACK_IS_ZERO : RGB);
  }

  /** Samples of colour a pixel: 1 (grey or palette) or 3; 0 if these classes do not read it. */
  int colours() {
    boolean read = TiffCompression.isPlain(compression());
    return switch (photometric()) {
      case WHITE_IS_ZERO, BLACK_IS_ZERO, PALETTE -> read ? 1 : 0;
      case RGB -> read && samples() >= 3 ? 3 : 0;
      default -> 0;
    };
  }

  /** Refuses, by its name, what ImageIO's reader does not read either, or not rightly. */
  void requireImageIos() throws UnsupportedException {
    int compression = compression();
    if (!TiffCompression.isPlain(compression) && !TiffCompression.isImageIos(compression)) {
      throw new UnsupportedException(TiffCompression.name(compression));
    }
    int most = Arrays.stream(bits).max().orElse(0);
    boolean sameBits = Arrays.stream(bits).allMatch(b -> b == most);
    boolean read =
        switch (photometric()) {
          case WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE -> most <= 8;
          case CMYK, CIE_LAB, ICC_LAB -> most == 8 || most == 16;
          case YCBCR -> most == 8;
          default -> throw new UnsupportedException("colours of kind " + photometric());
        };
    if (!read || !sameBits || kind != Kind.UNSIGNED) {
      throw new UnsupportedException("%s with samples of %d bits".formatted(colourName(), most));
    }
  }

  private String colourName() {
    return switch (photometric()) {
      case WHITE_IS_ZERO, BLACK_IS_ZERO -> "greys";
      case RGB -> "RGB colours";
      case PALETTE -> "a palette";
      case CMYK -> "CMYK colours";
      case YCBCR -> "YCbCr colours";
      default -> "Lab colours";
    };
  }

  /** The index of the sample that says how opaque a pixel is; -1 if there is none. */
  int alpha() {
    int colours = colours();
    for (int i = colours; i < samples(); i++) {
      if (meaning(i - colours) == ASSOCIATED || meaning(i - colours) == UNASSOCIATED) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the colours were multiplied by alpha. */
  boolean premultiplied() {
    return alpha() >= 0 && meaning(alpha() - colours()) == ASSOCIATED;
  }

  private long meaning(int extra) {
    long[] told = page.numbers(EXTRA_SAMPLES);
    return told == null || extra >= told.length ? 0 : told[extra];
  }
}
