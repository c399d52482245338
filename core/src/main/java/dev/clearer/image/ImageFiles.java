package dev.clearer.image;

import dev.clearer.InputException;
import dev.clearer.InputFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The only door between pictures and files; maps of numbers go through {@link MapFiles}. */
public final class ImageFiles {
  /** The pixel limit of readers that are given none: 100 million. */
  public static final long MOST_PIXELS = 100_000_000;

  /** The quality of JPEG files where none is asked for, of 100: no visible loss. */
  public static final int JPEG_QUALITY = 95;

  /** The largest width and height of a WebP file. */
  public static final int LARGEST_WEBP_SIDE = 16383;

  private static final int LARGEST_FILE = 1 << 30;

  private ImageFiles() {}

  /**
   * Reads a PNG, JPEG, TIFF, WebP, BMP or GIF of at most {@link #MOST_PIXELS} pixels.
   *
   * @throws InputException if the file is missing, no picture, damaged, or too large
   */
  public static Picture read(Path file) {
    return read(file, MOST_PIXELS);
  }

  /**
   * Reads a PNG, JPEG, TIFF, WebP, BMP or GIF; what it is shows its content, not its name.
   *
   * @param mostPixels the largest width times height, checked before decoding
   * @throws InputException if the file is missing, no picture, damaged, or too large
   */
  public static Picture read(Path file, long mostPixels) {
    return decode(bytes(file), file.toString(), mostPixels);
  }

  /** The bytes of a file that is said to be a picture or a map. */
  static byte[] bytes(Path file) {
    return InputFile.bytes(file, "a picture file", LARGEST_FILE);
  }

  /**
   * Reads a picture that may be damaged: what of it cannot be decoded is left out, and the
   * picture's note says how much that is.
   *
   * @param mostPixels the largest width times height, checked before decoding
   * @throws InputException if the file is missing, no picture, too large, or nothing can be decoded
   */
  public static Picture readDamaged(Path file, long mostPixels) {
    return decode(bytes(file), new Reading(file.toString(), mostPixels, true));
  }

  /**
   * Decodes the bytes of a picture file: upright, CMYK turned into RGB, of several frames the
   * first.
   *
   * @param name what error messages call the picture
   * @param mostPixels the largest width times height, checked before decoding
   * @throws InputException if it is no picture, damaged, or too large
   */
  public static Picture decode(byte[] file, String name, long mostPixels) {
    return decode(file, new Reading(name, mostPixels));
  }

  private static Picture decode(byte[] file, Reading reading) {
    FileFormat format = FileFormat.require(file, reading.name());
    return reading.run(() -> PictureDecoder.decode(file, format, reading));
  }

  /**
   * Writes a picture in the format that the name's ending says, a JPEG in {@link #JPEG_QUALITY}.
   *
   * @throws InputException if the ending is another, or the file cannot be written
   */
  public static void write(Picture picture, Path file) {
    write(picture, file, JPEG_QUALITY);
  }

  /**
   * Writes a picture in the format that the name's ending says: png, jpg or tif.
   *
   * @param jpegQuality 1 to 100; other formats lose nothing
   * @throws InputException if the ending is another, or the file cannot be written
   */
  public static void write(Picture picture, Path file, int jpegQuality) {
    draft(PictureRows.of(picture), file, new Compression(jpegQuality, false)).commit();
  }

  /**
   * Writes a picture as its rows come, under a temporary name.
   *
   * @throws InputException if the name's ending is no format's, or the file cannot be written
   */
  public static OutputFile.Draft draft(PictureRows picture, Path file, Compression compression) {
    FileFormat format = FileFormat.forWriting(file);
    return OutputFile.draft(file, out -> encode(picture, format, compression, out));
  }

  /**
   * The bytes of a picture file, in which a JPEG or WebP has {@code quality}.
   *
   * @param quality 1 to 100; other formats lose nothing
   * @throws IllegalArgumentException if the format can only be read
   */
  public static byte[] encode(Picture picture, FileFormat format, int quality) {
    return encode(picture, format, new Compression(quality, false));
  }

  /**
   * The bytes of a picture file: PNG and TIFF keep bit depth and alpha; WebP has 8 bits and alpha,
   * JPEG 8 bits and shows what is transparent on white. All keep what the picture says besides:
   * colour profile, EXIF (a JPEG up to 64 KiB of it), XMP, density, and IPTC (not WebP, which has
   * no place for it).
   *
   * @throws IllegalArgumentException if the format can only be read
   */
  public static byte[] encode(Picture picture, FileFormat format, Compression compression) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      encode(PictureRows.of(picture), format, compression, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void encode(
      PictureRows picture, FileFormat format, Compression compression, OutputStream out)
      throws IOException {
    Metadata metadata = picture.metadata();
    boolean grey = picture.colour().channels() == 1;
    Metadata elsewhere = metadata.withProfile(PngColour.profile(metadata, grey));
    switch (format) {
      case PNG -> Codec.encodePng(picture.levels(), PngFile.with(metadata, out));
      case TIFF -> {
        byte[] tiff = Codec.encodeTiff(picture.levels(), TiffFile.order(metadata));
        out.write(TiffFile.with(elsewhere, tiff));
      }
      case JPEG -> {
        byte[] jpeg = Codec.encodeJpeg(picture.opaque().levels(), compression.quality());
        out.write(JpegMetadata.with(elsewhere, jpeg));
      }
      case WEBP -> {
        Metadata coloured = elsewhere.withProfile(Profiles.coloured(elsewhere.iccProfile()));
        byte[] webp = Codec.encodeWebp(picture.coloured().levels(), compression);
        out.write(WebpWriting.with(coloured, webp, picture));
      }
      default -> throw new IllegalArgumentException(format + " can only be read");
    }
  }
}
