package dev.clearer.image;

import dev.clearer.InputException;
import java.awt.image.Raster;
import java.nio.file.Path;

/**
 * Reads and writes per-pixel maps: files whose samples are numbers, not colours, so that nothing
 * (palette, gamma, colour profile) is ever applied to them.
 */
public final class MapFiles {
  private static final int STEPS_PER_PIXEL_OF_SIGMA = MapKind.BLUR.steps();

  private MapFiles() {}

  /**
   * Reads classes, 0 to 255, from a one-channel file of at most 8 bits; of a palette file the
   * indices count.
   *
   * @throws InputException if it cannot be read or is of another kind
   */
  public static LabelMap readLabels(Path file) {
    Raster raster = oneChannel(file);
    if (raster.getSampleModel().getSampleSize(0) > 8) {
      throw new InputException(file + " has 16 bits a pixel: a label map must have 8.");
    }
    int[] values = samples(raster, 0);
    byte[] classes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      classes[i] = (byte) values[i];
    }
    return new LabelMap(raster.getWidth(), raster.getHeight(), classes);
  }

  /**
   * Reads the integers of a one-channel file of 8 or 16 bits as they are: regions, disparities.
   *
   * @throws InputException if it cannot be read or has several channels
   */
  public static RawMap readRaw(Path file) {
    Raster raster = oneChannel(file);
    return new RawMap(raster.getWidth(), raster.getHeight(), samples(raster, 0));
  }

  /**
   * Reads the integers of a one-channel file that must have 16 bits: disparities, depths.
   *
   * @throws InputException if it cannot be read, has several channels or fewer bits
   */
  public static RawMap readDeep(Path file) {
    Raster raster = oneChannel(file);
    int bits = raster.getSampleModel().getSampleSize(0);
    if (bits != 16) {
      throw new InputException(
          file + " has " + bits + " bits a pixel: depth and disparity need a 16-bit PNG.");
    }
    return new RawMap(raster.getWidth(), raster.getHeight(), samples(raster, 0));
  }

  /**
   * Reads depths from a one-channel file of 8 or 16 bits; 0 stays 0, unknown.
   *
   * @param millimetresPerUnit what one step of the file means: 1 for millimetres, 0.2 for fifths
   * @throws InputException if it cannot be read or has several channels
   */
  public static DepthMap readDepth(Path file, double millimetresPerUnit) {
    RawMap raw = readRaw(file);
    float[] millimetres = new float[raw.values().length];
    for (int i = 0; i < millimetres.length; i++) {
      millimetres[i] = (float) (raw.values()[i] * millimetresPerUnit);
    }
    return new DepthMap(raw.width(), raw.height(), millimetres);
  }

  /**
   * Reads a blur map of 16 bits, sigma = value / 10, in one channel or, as the reference's files
   * are, in three (the second counts).
   *
   * @throws InputException if it cannot be read or has 8 bits
   */
  public static BlurMap readBlur(Path file) {
    Raster raster = raster(file);
    if (raster.getSampleModel().getSampleSize(0) != 16) {
      throw new InputException(file + " is not a blur map: that has 16 bits a channel.");
    }
    int[] values = samples(raster, raster.getNumBands() < 3 ? 0 : 1);
    float[] sigma = new float[values.length];
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] = (float) values[i] / STEPS_PER_PIXEL_OF_SIGMA;
    }
    return new BlurMap(raster.getWidth(), raster.getHeight(), sigma);
  }

  /**
   * Writes a 16-bit grey PNG of round(10 sigma).
   *
   * @throws InputException if it cannot be written
   */
  public static void writeBlur(BlurMap map, Path file) {
    draft(PixelMap.of(map), map.width(), map.height(), file).keep();
  }

  /**
   * Writes {@code map} at the given size as its kind's grey PNG, row by row, under a temporary
   * name.
   *
   * @throws InputException if it cannot be written
   */
  public static OutputFile.Draft draft(PixelMap map, int width, int height, Path file) {
    MapKind kind = map.kind();
    return draft(map.rows(width, height), kind.bits(), kind.steps(), file);
  }

  /**
   * Writes depths as a 16-bit grey PNG, rounded to units of {@code millimetresPerUnit}, capped at
   * 65535 units.
   *
   * @throws InputException if it cannot be written
   */
  public static void writeDepth(DepthMap map, double millimetresPerUnit, Path file) {
    float[] units = new float[map.millimetres().length];
    for (int i = 0; i < units.length; i++) {
      units[i] = Math.min(65535, Math.round(map.millimetres()[i] / millimetresPerUnit));
    }
    draft(Image.of(map.width(), map.height(), units).rows(), 16, 1, file).keep();
  }

  /**
   * Writes an 8-bit grey PNG of the class indices.
   *
   * @throws InputException if it cannot be written
   */
  public static void writeLabels(LabelMap map, Path file) {
    draft(PixelMap.of(map), map.width(), map.height(), file).keep();
  }

  private static OutputFile.Draft draft(Rows rows, int bitDepth, float unit, Path file) {
    Levels levels = new Levels(new PictureRows(rows, null, bitDepth, Metadata.NONE), unit);
    return OutputFile.draft(file, out -> Codec.encodePng(levels, out));
  }

  private static Raster oneChannel(Path file) {
    Raster raster = raster(file);
    if (raster.getNumBands() != 1) {
      throw new InputException(
          file + " has " + raster.getNumBands() + " channels: this kind of map must have one.");
    }
    return raster;
  }

  private static Raster raster(Path file) {
    byte[] bytes = InputFile.bytes(file);
    String name = file.toString();
    FileFormat format = FileFormat.require(bytes, name);
    byte[] pixels = Container.of(bytes, format, name).pixels();
    return Codec.decode(pixels, format, name, ImageFiles.MOST_PIXELS).first().getRaster();
  }

  private static int[] samples(Raster raster, int band) {
    return raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), band, (int[]) null);
  }
}
