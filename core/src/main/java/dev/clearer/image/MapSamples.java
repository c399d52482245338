package dev.clearer.image;

import dev.clearer.InputException;
import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.TruncatedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntFunction;

/**
 * The integers of a file of up to 16 bits a sample, without any meaning; of a palette the indices.
 *
 * @param width in pixels
 * @param height in pixels
 * @param bits of the first sample of a pixel
 * @param bands samples of a pixel
 * @param band all samples of a band, row-major
 */
record MapSamples(int width, int height, int bits, int bands, IntFunction<int[]> band) {
  /**
   * Reads a file.
   *
   * @param mostPixels the largest width times height, checked before decoding
   * @throws InputException if it cannot be read, is too large or holds no such integers
   */
  static MapSamples read(Path path, long mostPixels) {
    byte[] file = ImageFiles.bytes(path);
    Reading reading = new Reading(path.toString(), mostPixels);
    FileFormat format = FileFormat.require(file, reading.name());
    return reading.run(() -> read(file, format, reading));
  }

  /** The same of a file in memory; anything that is wrong is thrown for {@link Reading#run}. */
  static MapSamples read(byte[] file, FileFormat format, Reading reading)
      throws IOException, DamagedException, TruncatedException, UnsupportedException {
    int[] indices = format == FileFormat.BMP ? BmpPicture.indices(file, reading) : null;
    if (indices != null) {
      BmpFile header = BmpFile.of(file);
      return new MapSamples(header.width(), header.height(), 8, 1, band -> indices);
    } else if (format == FileFormat.BMP) {
      throw new UnsupportedException("several channels in a BMP");
    } else if (format == FileFormat.TIFF) {
      return ofTiff(file, reading);
    }
    byte[] pixels = Container.of(file, format, reading).pixels();
    Raster raster = Codec.decode(pixels, format, 0, reading).first().getRaster();
    int width = raster.getWidth();
    int height = raster.getHeight();
    return new MapSamples(
        width,
        height,
        raster.getSampleModel().getSampleSize(0),
        raster.getNumBands(),
        band -> raster.getSamples(0, 0, width, height, band, (int[]) null));
  }

  private static MapSamples ofTiff(byte[] file, Reading reading)
      throws DamagedException, TruncatedException, UnsupportedException {
    TiffLayout layout = TiffLayout.of(TiffPages.of(file).page());
    reading.requireWithin(layout.width(), layout.height());
    if (!TiffCompression.isPlain(layout.compression())) {
      throw new UnsupportedException(TiffCompression.name(layout.compression()));
    } else if (layout.kind() != TiffLayout.Kind.UNSIGNED || layout.bits()[0] > 16) {
      throw new UnsupportedException(
          "samples that are no integers of up to 16 bits, which a map must have,");
    }
    int bands = layout.samples();
    int[] wanted = bands < 3 ? new int[] {0} : new int[] {0, 1};
    float[][] planes = TiffSamples.read(layout, file, reading, wanted);
    return new MapSamples(
        layout.width(), layout.height(), layout.bits()[0], bands, band -> integers(planes[band]));
  }

  private static int[] integers(float[] plane) {
    int[] integers = new int[plane.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (int) plane[i];
    }
    return integers;
  }
}
