package dev.clearer.image;

import dev.clearer.InputException;
import java.nio.file.Path;

/** The only door between pictures and files; maps of numbers go through {@link MapFiles}. */
public final class ImageFiles {
  /** The pixel limit of readers that are given none: 100 million. */
  public static final long MOST_PIXELS = 100_000_000;

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
    return decode(InputFile.bytes(file), file.toString(), mostPixels);
  }

  /**
   * Decodes the bytes of a picture file.
   *
   * @param name what error messages call the picture
   * @param mostPixels the largest width times height, checked before decoding
   * @throws InputException if it is no picture, damaged, or too large
   */
  public static Picture decode(byte[] file, String name, long mostPixels) {
    return Samples.picture(Codec.decode(file, name, mostPixels));
  }

  /**
   * Writes a picture in the format that the name's ending says: png, jpg or tif.
   *
   * @throws InputException if the ending is another, or the file cannot be written
   */
  public static void write(Picture picture, Path file) {
    OutputFile.write(file, encode(picture, FileFormat.forWriting(file)));
  }

  /** The bytes of a picture file. */
  public static byte[] encode(Picture picture, FileFormat format) {
    return Codec.encode(Samples.image(picture), format);
  }
}
