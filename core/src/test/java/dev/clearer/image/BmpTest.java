package dev.clearer.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Refusal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BMP files of every kind, made byte by byte. */
class BmpTest {
  private static final int[] PALETTE = {0x000000, 0xff3300, 0x00ff00, 0x0000ff};

  @TempDir Path folder;

  /** A row of pixels of a height of 1, with the usual header of 40 bytes. */
  static byte[] bmp(int bits, int compression, int[] words, byte[] row) {
    int width = bits < 8 ? 4 : Math.max(1, row.length * 8 / bits);
    return bmp(bits, compression, words, row, width);
  }

  /**
   * A BMP of one row.
   *
   * @param words what stands behind the header: masks or a palette
   */
  private static byte[] bmp(int bits, int compression, int[] words, byte[] row, int width) {
    ByteBuffer out = ByteBuffer.allocate(54 + 4 * words.length + (row.length + 3) / 4 * 4);
    out.order(ByteOrder.LITTLE_ENDIAN).put((byte) 'B').put((byte) 'M').putInt(out.capacity());
    out.putInt(0).putInt(54 + 4 * words.length).putInt(40).putInt(width).putInt(1);
    out.putShort((short) 1).putShort((short) bits).putInt(compression);
    out.putInt(46, bits <= 8 ? words.length : 0).position(54);
    for (int word : words) {
      out.putInt(word);
    }
    return out.put(row).array();
  }

  @ParameterizedTest
  @CsvSource({"1, 01010000, 0 1 0 1", "2, 00011011, 0 1 2 3", "4, 0000000100100011, 0 1 2 3"})
  void indicesOfFewBits(int bits, String row, String indices) {
    byte[] bytes = new byte[row.length() / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(row.substring(8 * i, 8 * i + 8), 2);
    }
    int[] palette = java.util.Arrays.copyOf(PALETTE, 1 << Math.min(2, bits));
    Image colour = decode(bmp(bits, 0, palette, bytes)).colour();
    String[] expected = indices.split(" ", -1);
    for (int x = 0; x < 4; x++) {
      int rgb = PALETTE[Integer.parseInt(expected[x])];
      for (int c = 0; c < 3; c++) {
        assertEquals((rgb >> (16 - 8 * c) & 0xff) / 255f, colour.at(c, 0, x), 1e-6);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "16, 0, '', 31 0 15 , 0",
    "16, 3, f800 7e0 1f, 31 0 15, 0",
    "16, 3, f00 f0 f, 15 0 7, 0",
    "32, 3, 3ff00000 ffc00 3ff, 1023 0 511, 0",
    "32, 3, ff0000 ff00 ff, 255 0 127, 0"
  })
  void masksOfAnyWidth(int bits, int compression, String masks, String levels, int unused) {
    int[] words =
        masks.isEmpty()
            ? new int[0]
            : java.util.Arrays.stream(masks.split(" "))
                .mapToInt(mask -> Integer.parseUnsignedInt(mask, 16))
                .toArray();
    int[] used = words.length == 0 ? new int[] {0x7c00, 0x3e0, 0x1f} : words;
    String[] level = levels.strip().split(" ", -1);
    int pixel = 0;
    for (int c = 0; c < 3; c++) {
      pixel |= Integer.parseInt(level[c]) << Integer.numberOfTrailingZeros(used[c]);
    }
    byte[] row = {(byte) pixel, (byte) (pixel >> 8), (byte) (pixel >> 16), (byte) (pixel >> 24)};
    Picture picture = decode(bmp(bits, compression, words, row, 1));
    for (int c = 0; c < 3; c++) {
      float most = (1 << Integer.bitCount(used[c])) - 1;
      assertEquals(Integer.parseInt(level[c]) / most, picture.colour().at(c, 0, 0), 1e-6);
    }
    assertEquals(Integer.bitCount(used[0]) > 8 ? 16 : 8, picture.bitDepth());
    assertNull(picture.alpha());
  }

  @Test
  void alphaIsKeptUnlessItIsZeroEverywhere() {
    int[] masks = {0xff0000, 0xff00, 0xff, 0xff000000};
    byte[] row = {10, 20, 30, 51, 1, 2, 3, 0};
    Picture picture = decode(bmp(32, 6, masks, row, 2));
    assertNotNull(picture.alpha());
    assertArrayEquals(new float[] {0.2f, 0}, picture.alpha().plane(0), 1e-6f);
    assertArrayEquals(
        new float[] {30 / 255f, 30 / 255f}, picture.colour().plane(0), 1e-6f, "filled in");
    byte[] clear = {10, 20, 30, 0, 1, 2, 3, 0};
    assertNull(decode(bmp(32, 6, masks, clear, 2)).alpha(), "its writer left alpha out");
    assertNull(decode(bmp(32, 0, new int[0], row, 2)).alpha(), "there it has no meaning");
  }

  @Test
  void runsOfIndices() {
    byte[] eight = {2, 1, 0, 3, 3, 2, 1, 0, 0, 0, 0, 1};
    Image colour = decode(bmp(8, 1, PALETTE, eight, 5)).colour();
    assertArrayEquals(new float[] {1, 1, 0, 0, 1}, colour.plane(0), 1e-6f);
    assertArrayEquals(new float[] {0, 0, 1, 0, 0}, colour.plane(2), 1e-6f);
    byte[] four = {3, 0x12, 0, 3, 0x32, 0x10, 0, 0, 0, 1};
    Image half = decode(bmp(4, 2, PALETTE, four, 6)).colour();
    assertArrayEquals(new float[] {1, 0, 1, 0, 0, 1}, half.plane(0), 1e-6f);
    assertArrayEquals(new float[] {0.2f, 1, 0.2f, 0, 1, 0.2f}, half.plane(1), 1e-6f);
  }

  @Test
  void rowsFromTheTopAndFromTheBottom() {
    byte[] file = bmp(8, 0, PALETTE, new byte[] {1, 0, 0, 0, 2, 0, 0, 0}, 1);
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(22, 2);
    assertArrayEquals(new float[] {0, 1}, decode(file).colour().plane(0), 1e-6f);
    header.putInt(22, -2);
    assertArrayEquals(new float[] {1, 0}, decode(file).colour().plane(0), 1e-6f);
  }

  @Test
  void theHeaderOfOs2() {
    ByteBuffer out = ByteBuffer.allocate(26 + 12 + 4).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'B').put((byte) 'M').putInt(42).putInt(0).putInt(38).putInt(12);
    out.putShort((short) 2).putShort((short) 1).putShort((short) 1).putShort((short) 2);
    for (int colour : PALETTE) {
      out.put((byte) colour).put((byte) (colour >> 8)).put((byte) (colour >> 16));
    }
    byte[] file = out.put((byte) 0b01100000).array();
    assertArrayEquals(new float[] {1, 0}, decode(file).colour().plane(0), 1e-6f);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 'JPEG compression inside a BMP'",
    "5, 'PNG compression inside a BMP'",
    "11, CMYK colours"
  })
  void whatNobodyReadsIsNamed(int compression, String name) {
    byte[] file = bmp(24, compression, new int[0], new byte[4]);
    assertEquals(
        "x.bmp has %s, which cannot be read here: convert it to PNG.".formatted(name),
        Refusal.of(() -> decode(file)));
  }

  @Test
  void anIndexOutsideThePaletteIsRefused() {
    String message = Refusal.of(() -> Cases.read("palette-index.bmp"));
    assertEquals(
        "palette-index.bmp is damaged (a pixel's colour is not in its palette): get it anew.",
        message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8, 24, 32})
  void cutFilesAreRefused(int bits) {
    int[] palette = bits <= 8 ? new int[1 << bits] : new int[0];
    byte[] file = bmp(bits, 0, palette, new byte[16], 4);
    for (int length = 2; length < file.length - 16; length += 3) {
      byte[] cut = java.util.Arrays.copyOf(file, length);
      assertTrue(Refusal.of(() -> decode(cut)).startsWith("x.bmp "));
    }
  }

  @Test
  void labelsAreIndices() throws java.io.IOException {
    Path file = folder.resolve("labels.bmp");
    Files.write(file, bmp(8, 0, PALETTE, new byte[] {3, 9, 0, 1}));
    assertArrayEquals(new byte[] {3, 9, 0, 1}, MapFiles.readLabels(file).classes());
  }

  private static Picture decode(byte[] file) {
    return ImageFiles.decode(file, "x.bmp", 10_000);
  }
}
