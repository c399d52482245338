package dev.clearer.originals;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Refusal;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.RawMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Depth in millimetres from files of any kind and unit. */
class DepthEncodingTest {
  @TempDir Path folder;

  /** A PFM of one row. */
  private Path floats(float... values) {
    byte[] header = ("Pf\n" + values.length + " 1\n-1\n").getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer file = ByteBuffer.allocate(header.length + 4 * values.length);
    file.put(header).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      file.putFloat(value);
    }
    try {
      return Files.write(folder.resolve("x.pfm"), file.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path integers(int... values) {
    Path file = folder.resolve("x.png");
    MapFiles.writeRaw(new RawMap(values.length, 1, values), file);
    return file;
  }

  private static float[] read(String kind, String unit, Path file) {
    return DepthEncoding.of(kind, unit).read(file).millimetres();
  }

  @Test
  void depthIsTimesTheUnit() {
    assertArrayEquals(new float[] {0, 500, 65535}, read("depth", "", integers(0, 500, 65535)));
    assertArrayEquals(new float[] {0, 500, 65535}, read("depth", "mm", integers(0, 500, 65535)));
    assertArrayEquals(new float[] {10, 5000}, read("depth", "cm", integers(1, 500)));
    assertArrayEquals(new float[] {100, 200}, read("depth", "0.2", integers(500, 1000)));
    assertArrayEquals(new float[] {1500, 8250}, read("depth", "m", floats(1.5f, 8.25f)));
    float[] unknown = read("depth", "m", floats(2, 0, -1, Float.NaN, Float.POSITIVE_INFINITY));
    assertArrayEquals(new float[] {2000, 0, 0, 0, 0}, unknown);
  }

  @Test
  void inverseDepthDividesTheUnit() {
    assertArrayEquals(
        new float[] {2000, 1000, 0, 0}, read("inverse", "m", floats(0.5f, 1, 0, Float.NaN)));
    assertArrayEquals(new float[] {2000, 250}, read("inverse", "4000", floats(2, 16)));
  }

  /** Baseline 200 mm, focal length 1000 px, stored as 256 times the disparity. */
  @Test
  void disparityDividesBaselineTimesFocalLength() {
    float[] depth = read("disparity", "51200000", integers(0, 256 * 100, 256 * 40));
    assertArrayEquals(new float[] {0, 2000, 5000}, depth, 0.01f);
  }

  /** Circles of confusion depend on ratios of depths only. */
  @Test
  void relativeDisparityKeepsRatios() {
    assertArrayEquals(
        new float[] {500, 1000, 0, 5000}, read("disparity", "", floats(10, 5, 0, 1)), 0.01f);
    assertArrayEquals(
        new float[] {500, 1000, 0}, read("disparity", "relative", integers(100, 50, 0)), 0.01f);
  }

  /** Networks know inverse depth up to scale and offset: it gets the range of photographs. */
  @Test
  void relativeInverseDepthGetsTheUsualRange() {
    float[] depth = read("inverse", "", floats(-1, 3, 1, Float.NaN));
    assertArrayEquals(new float[] {6000, 500, 2 / (1 / 500f + 1 / 6000f), 0}, depth, 0.1f);
    assertEquals(6000, read("inverse", "", floats(2, 2))[0], "a plane");
    Path eightBits = folder.resolve("small.png");
    MapFiles.writeLabels(new LabelMap(2, 1, new byte[] {0, (byte) 255}), eightBits);
    assertArrayEquals(new float[] {6000, 500}, read("inverse", "", eightBits), 0.01f);
  }

  @Test
  void refusesNumbersThatAreNoMillimetres() {
    Path eightBits = folder.resolve("small.png");
    MapFiles.writeLabels(new LabelMap(2, 1, new byte[] {1, 90}), eightBits);
    assertRefused("has 8 bits a pixel", () -> read("depth", "mm", eightBits));
    assertArrayEquals(new float[] {100, 9000}, read("depth", "100", eightBits));
    assertRefused("seems to have 8 bits", () -> read("depth", "mm", integers(3, 255)));
    assertRefused(
        "has no depth over 7.50 mm: give the unit of its values with --depth-unit",
        () -> read("depth", "mm", floats(1, 7.5f)));
    assertArrayEquals(new float[] {0, 0}, read("depth", "mm", floats(0, 0)), "left to be refused");
  }

  @Test
  void refusesUnknownKindsAndUnits() {
    assertRefused("must be depth, disparity or inverse", () -> DepthEncoding.of("z", ""));
    assertRefused("must be mm, cm, m, relative or a number", () -> DepthEncoding.of("depth", "km"));
    assertRefused("must be over 0", () -> DepthEncoding.of("depth", "0"));
    assertRefused("must be over 0", () -> DepthEncoding.of("inverse", "NaN"));
    assertRefused("give another unit", () -> DepthEncoding.of("depth", "relative"));
    assertRefused(
        "baseline in mm times focal length in pixels", () -> DepthEncoding.of("disparity", "m"));
  }

  private static void assertRefused(String part, org.junit.jupiter.api.function.Executable call) {
    String refusal = Refusal.of(call);
    assertTrue(refusal.contains(part), refusal);
  }
}
