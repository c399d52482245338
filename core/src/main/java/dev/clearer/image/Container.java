package dev.clearer.image;

import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.TruncatedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A picture file taken apart: what the decoder needs, stripped of every block that could distract
 * it (profiles that it would apply, text that inflates to gigabytes), and what is carried along.
 *
 * @param pixels a file of the same format with nothing but pixels
 * @param metadata as the file has it
 * @param canvas where the frame lies; null if it is the whole picture
 * @param sampleBits bits of a sample where the decoder gives more; 0 if it gives as many
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call
record Container(
    byte[] pixels, Metadata metadata, @Nullable AnimationCanvas canvas, int sampleBits) {
  /** Of a file whose first frame is the whole picture. */
  Container(byte[] pixels, Metadata metadata) {
    this(pixels, metadata, null, 0);
  }

  /** Takes a file apart; what is to be told about it goes to {@code reading}. */
  static Container of(byte[] file, FileFormat format, Reading reading)
      throws IOException, TruncatedException, DamagedException, UnsupportedException {
    return switch (format) {
      case PNG -> PngFile.open(file, reading);
      case JPEG -> JpegFile.open(file, reading);
      case WEBP -> WebpFile.open(file, reading);
      case TIFF -> TiffFile.open(file, reading);
      case GIF -> GifFile.open(file, reading);
      case BMP -> BmpFile.open(file);
    };
  }
}
