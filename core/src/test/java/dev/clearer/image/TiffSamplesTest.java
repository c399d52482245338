package dev.clearer.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Refusal;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples of every number of bits, kind and layout, and what they mean. */
class TiffSamplesTest {
  @TempDir Path folder;

  static Stream<Arguments> bitsAndOrders() {
    return Stream.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)
        .flatMap(
            order ->
                java.util.stream.IntStream.rangeClosed(1, 32)
                    .mapToObj(bits -> Arguments.of(bits, order)));
  }

  @ParameterizedTest
  @MethodSource("bitsAndOrders")
  void samplesAreScaledByTheirOwnBits(int bits, ByteOrder order) {
    long most = (1L << bits) - 1;
    long[] greys = {0, most, most / 2, most / 3, 1, most - 1};
    for (int photometric : new int[] {0, 1}) {
      byte[] file =
          new TiffBuilder(order, 3, 2).samples(photometric, new int[] {bits}, greys).file();
      Picture grey = decode(file);
      assertEquals(bits > 8 ? 16 : 8, grey.bitDepth());
      assertNull(grey.note());
      float[] expected = new float[greys.length];
      for (int i = 0; i < greys.length; i++) {
        float value = (float) (greys[i] / (double) most);
        expected[i] = photometric == 0 ? 1 - value : value;
      }
      assertArrayEquals(expected, grey.colour().plane(0), 1e-6f);
    }
    long[] colours = {0, most / 2, most, most, most / 3, 1};
    int[] three = {bits, bits, bits};
    Image colour = decode(new TiffBuilder(order, 1, 2).samples(2, three, colours).file()).colour();
    for (int i = 0; i < 6; i++) {
      assertEquals(colours[i] / (double) most, colour.at(i % 3, i / 3, 0), 1e-6, "sample " + i);
    }
  }

  @Test
  void everySampleMayHaveItsOwnBits() {
    int[] bits = {5, 6, 5};
    long[] values = {31, 0, 15, 0, 63, 31};
    Picture picture =
        decode(new TiffBuilder(ByteOrder.BIG_ENDIAN, 2, 1).samples(2, bits, values).file());
    assertArrayEquals(new float[] {1, 0}, picture.colour().plane(0), 1e-6f);
    assertArrayEquals(new float[] {0, 1}, picture.colour().plane(1), 1e-6f);
    assertArrayEquals(new float[] {15 / 31f, 1}, picture.colour().plane(2), 1e-6f);
  }

  @ParameterizedTest
  @CsvSource({"t12_12bit.tif, 0.2901, 0.2551, 0.1080", "t24_10bit.tif, 0.2894, 0.2544, 0.1076"})
  void scannersFilesHaveTheirBrightness(String name, double red, double green, double blue) {
    Image colour = Cases.read(name).colour();
    double[] expected = {red, green, blue};
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      for (float value : colour.plane(c)) {
        sum += value;
      }
      assertEquals(expected[c], sum / colour.plane(c).length, 1e-4);
    }
  }

  /** Written by tifffile and imagecodecs. */
  @ParameterizedTest
  @CsvSource({
    "lzw-predicted.tif, 8",
    "lzw-predicted-16.tif, 16",
    "deflate-tiles-planar.tif, 8",
    "packbits.tif, 8",
    "float32-predicted.tif, 16",
    "float32-predicted-big-endian.tif, 16",
    "float64.tif, 16",
    "float16.tif, 16"
  })
  void otherProgramsLayoutsShowTheSamePicture(String name, int bits) {
    Picture picture = Cases.read(name);
    Image truth = Cases.read("compressions.png").colour();
    assertEquals(bits, picture.bitDepth());
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(truth.plane(c), picture.colour().plane(c), 5e-4f);
    }
    byte[] file = Cases.bytes(name);
    byte[] cut = java.util.Arrays.copyOf(file, file.length - file.length / 3);
    String message = Refusal.of(() -> decode(cut));
    assertTrue(message.startsWith("x.tif "), message);
  }

  @Test
  void jpegInsideATiffIsStillRead() {
    assertEquals(64, Cases.read("jpeg.tif").width());
  }

  @Test
  void bitsTheWrongWayRoundAreTurned() {
    byte[] file =
        new TiffBuilder(ByteOrder.BIG_ENDIAN, 8, 1)
            .samples(1, new int[] {1}, 1, 0, 1, 1, 0, 0, 0, 0)
            .tag(266, 2)
            .file();
    assertArrayEquals(new float[] {0, 0, 0, 0, 1, 1, 0, 1}, decode(file).colour().plane(0), 1e-6f);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12, 16})
  void unassociatedAlphaIsKeptAndAssociatedIsDividedOut(int bits) {
    long most = (1L << bits) - 1;
    int[] two = {bits, bits};
    TiffBuilder builder = new TiffBuilder(ByteOrder.LITTLE_ENDIAN, 2, 1);
    builder.samples(1, two, most / 2, most / 2, most / 3, most);
    Picture apart = decode(builder.tag(338, 2).file());
    Picture within = decode(builder.tag(338, 1).file());
    long halfOf = most / 2;
    long thirdOf = most / 3;
    float half = (float) halfOf / most;
    float third = (float) thirdOf / most;
    assertNotNull(apart.alpha());
    assertNotNull(within.alpha());
    assertArrayEquals(new float[] {half, third}, apart.colour().plane(0), 1e-6f);
    assertArrayEquals(new float[] {1, third}, within.colour().plane(0), 1e-6f);
    assertArrayEquals(new float[] {half, 1}, within.alpha().plane(0), 1e-6f);
  }

  @Test
  void aChannelThatIsNoTransparencyIsLeftOutWithAWord() {
    byte[] file =
        new TiffBuilder(ByteOrder.BIG_ENDIAN, 1, 1)
            .samples(2, new int[] {8, 8, 8, 8}, 255, 0, 51, 3)
            .tag(338, 0)
            .file();
    Picture picture = decode(file);
    assertNull(picture.alpha());
    assertEquals(0.2, picture.colour().at(2, 0, 0), 1e-6);
    assertEquals(
        "x.tif has a channel that is neither colour nor transparency: it is not kept.",
        picture.note());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 12, 16})
  void palettesOfAnySize(int bits) {
    int colours = 1 << bits;
    long[] map = new long[3 * colours];
    map[1] = 65535;
    map[colours + 1] = 13107;
    Picture picture =
        decode(
            new TiffBuilder(ByteOrder.BIG_ENDIAN, 2, 1)
                .samples(3, new int[] {bits}, 0, 1)
                .tag(320, map)
                .file());
    assertEquals(3, picture.colour().channels());
    assertEquals(8, picture.bitDepth());
    assertArrayEquals(new float[] {0, 1}, picture.colour().plane(0), 1e-6f);
    assertArrayEquals(new float[] {0, 0.2f}, picture.colour().plane(1), 1e-6f);
  }

  @Test
  void unfinishedNumbersAreFilledIn() {
    Picture picture = Cases.read("t22_float32_nan.tif");
    assertEquals(
        "t22_float32_nan.tif has 17 pixels that are no finite numbers: they are filled in.",
        picture.note());
    for (float value : picture.colour().plane(0)) {
      assertTrue(value >= 0 && value <= 1, "" + value);
    }
    long nan = Float.floatToIntBits(Float.NaN) & 0xffffffffL;
    long infinite = Float.floatToIntBits(Float.NEGATIVE_INFINITY) & 0xffffffffL;
    long half = Float.floatToIntBits(0.5f);
    byte[] file = floats(4, half, nan, infinite, half);
    assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, decode(file).colour().plane(0), 1e-6f);
    String message = Refusal.of(() -> decode(floats(2, nan, infinite)));
    assertTrue(message.contains("none of its samples is a finite number"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0 0.25 1;                   0 0.25 1;      -",
        "0 128 255;                  0 0.50196 1;   has samples from 0 to 255, not to 1: that counts as white.",
        "0 51 204;                   0 0.2 0.8;     has samples from 0 to 255, not to 1: that counts as white.",
        "0.5 100.25 200.5;           0.00196 0.39314 0.78627; has samples from 0 to 255, not to 1: that counts as white.",
        "0 13107 65535;              0 0.2 1;       has samples from 0 to 65535, not to 1: that counts as white.",
        "0 0.5 2;                    0 0.25 1;      'has samples up to 2, not to 1: all are divided by that, so that nothing is cut off.'",
        "0.5 1000 100000;            0.000005 0.01 1; 'has samples up to 100000, not to 1: all are divided by that, so that nothing is cut off.'",
        "-0.01 0.5 1;                0 0.5 1;       has 1 sample below 0: it counts as black.",
        "-1 0 1;                     0 0.5 1;       has negative samples: -1 counts as black and 1 as white.",
        "-200 1800 3800;             0 0.5 1;       has negative samples: -200 counts as black and 3800 as white."
      })
  void floatsOfOtherRangesAreRecognisedAndSaidSo(String values, String expected, String note) {
    String[] numbers = values.split(" ", -1);
    long[] bits = new long[numbers.length];
    float[] brightness = new float[numbers.length];
    String[] results = expected.split(" ", -1);
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(Float.parseFloat(numbers[i])) & 0xffffffffL;
      brightness[i] = Float.parseFloat(results[i]);
    }
    Picture picture = decode(floats(3, bits));
    assertArrayEquals(brightness, picture.colour().plane(0), 1e-5f);
    assertEquals(note.equals("-") ? null : "x.tif " + note, picture.note());
    assertEquals(16, picture.bitDepth());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 12, 16, 32})
  void signedSamplesAreNotCut(int bits) {
    long most = (1L << (bits - 1)) - 1;
    TiffBuilder builder = new TiffBuilder(ByteOrder.BIG_ENDIAN, 3, 1).tag(339, 2);
    Picture positive = decode(builder.samples(1, new int[] {bits}, 0, most / 2, most).file());
    long half = most / 2;
    assertArrayEquals(
        new float[] {0, (float) ((double) half / most), 1}, positive.colour().plane(0), 1e-6f);
    assertNull(positive.note());
    Picture negative = decode(builder.samples(1, new int[] {bits}, -100, 0, 100).file());
    assertArrayEquals(new float[] {0, 0.5f, 1}, negative.colour().plane(0), 1e-6f);
    assertEquals(
        "x.tif has negative samples: -100 counts as black and 100 as white.", negative.note());
  }

  @Test
  void aSignedScanKeepsItsRange() {
    Picture picture = Cases.read("t21_int16_negative.tif");
    assertEquals(
        "t21_int16_negative.tif has negative samples: -200 counts as black and 3800 as white.",
        picture.note());
    assertEquals(0, picture.colour().at(0, 0, 0), 1e-6);
    assertEquals(
        "t23_float32_0_255.tif has samples from 0 to 255, not to 1: that counts as white.",
        Cases.read("t23_float32_0_255.tif").note());
  }

  @ParameterizedTest
  @CsvSource({
    "50000, ZSTD", "34926, ZSTD", "34925, LZMA", "50002, JPEG XL", "52546, JPEG XL",
    "34712, JPEG 2000", "33003, JPEG 2000", "50001, WebP", "34887, LERC", "34661, JBIG",
    "22610, JPEG XR", "34676, SGI LogLuv", "65000, Kodak DCR"
  })
  void aCompressionThatNobodyReadsIsNamed(int number, String name) {
    byte[] file =
        new TiffBuilder(ByteOrder.BIG_ENDIAN, 1, 1)
            .samples(1, new int[] {8}, 7)
            .tag(259, number)
            .file();
    assertEquals(
        "x.tif has %s compression, which cannot be read here: convert it to PNG.".formatted(name),
        Refusal.of(() -> decode(file)));
    byte[] zstd = Cases.bytes("t18_zstd.tif");
    assertTrue(Refusal.of(() -> decode(zstd)).contains("ZSTD compression"));
  }

  @Test
  void previewsAndMasksAreNoPictures() {
    byte[] file = twoPages(0, 4);
    assertNull(decode(file).note(), "a mask");
    assertEquals(2, decode(file).width());
    assertEquals(3, decode(twoPages(1, 0)).width(), "a preview comes first");
    assertEquals(
        "x.tif holds 2 pictures: the first of them is used.", decode(twoPages(0, 0)).note());
  }

  /** Two directories, the first of a row of 2 pixels and the second of a row of 3. */
  private static byte[] twoPages(int first, int second) {
    byte[] one =
        new TiffBuilder(ByteOrder.BIG_ENDIAN, 2, 1)
            .samples(1, new int[] {8}, 1, 2)
            .tag(254, first)
            .file();
    byte[] other =
        new TiffBuilder(ByteOrder.BIG_ENDIAN, 3, 1)
            .samples(1, new int[] {8}, 3, 4, 5)
            .tag(254, second)
            .file();
    java.nio.ByteBuffer both = java.nio.ByteBuffer.allocate(one.length + other.length);
    both.put(one).put(other);
    int directory = both.getInt(4);
    int end = directory + 2 + 12 * both.getShort(directory);
    int next = one.length + both.getInt(one.length + 4);
    both.putInt(end, next);
    for (int entry = next + 2; entry < next + 2 + 12 * both.getShort(next); entry += 12) {
      if (both.getShort(entry) == 273) {
        both.putShort(entry + 8, (short) (one.length + 8));
      }
    }
    return both.array();
  }

  @Test
  void cameraRawFilesAreRefusedByName() {
    TiffBuilder raw =
        new TiffBuilder(ByteOrder.LITTLE_ENDIAN, 1, 1).samples(32803, new int[] {14}, 7);
    String message = Refusal.of(() -> decode(raw.file()));
    assertTrue(message.contains("a camera's raw data"), message);
    byte[] dng =
        new TiffBuilder(ByteOrder.LITTLE_ENDIAN, 1, 1)
            .samples(1, new int[] {8}, 7)
            .tag(0xc612, 1, 4, 0, 0)
            .file();
    assertTrue(Refusal.of(() -> decode(dng)).contains("a camera's raw data"));
  }

  @Test
  void mapsAreReadAsTheyAreStored() throws java.io.IOException {
    Path twelve = folder.resolve("twelve.tif");
    java.nio.file.Files.write(
        twelve,
        new TiffBuilder(ByteOrder.BIG_ENDIAN, 2, 1).samples(1, new int[] {12}, 5, 4095).file());
    assertArrayEquals(new int[] {5, 4095}, MapFiles.readRaw(twelve).values());
    assertTrue(Refusal.of(() -> MapFiles.readBlur(twelve)).contains("is not a blur map"));
    Path floating = folder.resolve("float.tif");
    java.nio.file.Files.write(floating, floats(1, 0));
    String message = Refusal.of(() -> MapFiles.readRaw(floating));
    assertTrue(message.contains("no integers"), message);
  }

  private static byte[] floats(int width, long... bits) {
    return new TiffBuilder(ByteOrder.LITTLE_ENDIAN, width, 1)
        .samples(1, new int[] {32}, bits)
        .tag(339, 3)
        .file();
  }

  private static Picture decode(byte[] file) {
    return ImageFiles.decode(file, "x.tif", 100_000);
  }
}
