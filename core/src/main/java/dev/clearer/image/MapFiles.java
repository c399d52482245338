package dev.clearer.image;

import dev.clearer.InputException;
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
    MapSamples samples = oneChannel(file);
    if (samples.bits() > 8) {
      throw new InputException(
          "%s has %d bits a pixel: a label map must have 8.".formatted(file, samples.bits()));
    }
    int[] values = samples.band().apply(0);
    byte[] classes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      classes[i] = (byte) values[i];
    }
    return new LabelMap(samples.width(), samples.height(), classes);
  }

  /**
   * Reads the integers of a one-channel file of 8 or 16 bits as they are: regions, disparities.
   *
   * @throws InputException if it cannot be read or has several channels
   */
  public static RawMap readRaw(Path file) {
    return raw(oneChannel(file));
  }

  private static RawMap raw(MapSamples samples) {
    return new RawMap(samples.width(), samples.height(), samples.band().apply(0));
  }

  /**
   * Reads the integers of a one-channel file that must have 16 bits: disparities, depths.
   *
   * @throws InputException if it cannot be read, has several channels or fewer bits
   */
  public static RawMap readDeep(Path file) {
    MapSamples samples = oneChannel(file);
    if (samples.bits() != 16) {
      throw new InputException(
          "%s has %d bits a pixel: depth and disparity need a 16-bit PNG."
              .formatted(file, samples.bits()));
    }
    return raw(samples);
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
    return readBlur(file, ImageFiles.MOST_PIXELS);
  }

  /**
   * Reads a blur map as {@link #readBlur(Path)} does.
   *
   * @param mostPixels the largest width times height, checked before decoding: a small file may
   *     hold gigabytes
   * @throws InputException if it cannot be read, is too large or has 8 bits
   */
  public static BlurMap readBlur(Path file, long mostPixels) {
    MapSamples samples = MapSamples.read(file, mostPixels);
    if (samples.bits() != 16) {
      throw new InputException(file + " is not a blur map: that has 16 bits a channel.");
    }
    int[] values = samples.band().apply(samples.bands() < 3 ? 0 : 1);
    float[] sigma = new float[values.length];
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] = (float) values[i] / STEPS_PER_PIXEL_OF_SIGMA;
    }
    return new BlurMap(samples.width(), samples.height(), sigma);
  }

  /**
   * Writes a 16-bit grey PNG of round(10 sigma).
   *
   * @throws InputException if it cannot be written
   */
  public static void writeBlur(BlurMap map, Path file) {
    draft(PixelMap.of(map), map.width(), map.height(), file).commit();
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
   * Writes a 16-bit grey PNG of the integers as they are.
   *
   * @throws InputException if it cannot be written
   */
  public static void writeRaw(RawMap map, Path file) {
    float[] values = new float[map.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = map.values()[i];
    }
    draft(Image.of(map.width(), map.height(), values).rows(), 16, 1, file).commit();
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
    draft(Image.of(map.width(), map.height(), units).rows(), 16, 1, file).commit();
  }

  /**
   * Writes an 8-bit grey PNG of the class indices.
   *
   * @throws InputException if it cannot be written
   */
  public static void writeLabels(LabelMap map, Path file) {
    draft(PixelMap.of(map), map.width(), map.height(), file).commit();
  }

  private static OutputFile.Draft draft(Rows rows, int bitDepth, float unit, Path file) {
    Levels levels = new Levels(new PictureRows(rows, null, bitDepth, Metadata.NONE), unit);
    return OutputFile.draft(file, out -> Codec.encodePng(levels, out));
  }

  private static MapSamples oneChannel(Path file) {
    MapSamples samples = MapSamples.read(file, ImageFiles.MOST_PIXELS);
    if (samples.bands() != 1) {
      throw new InputException(
          file + " has " + samples.bands() + " channels: this kind of map must have one.");
    }
    return samples;
  }
}
