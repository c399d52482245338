package dev.clearer.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** EXIF and profile into TIFFs and out of them. */
class TiffExifTest {
  private static final byte[] SRGB = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();

  @ParameterizedTest
  @CsvSource({"II, 8, true", "II, 16, false", "MM, 8, false", "MM, 16, true"})
  void everythingSaidSurvivesATiffInBothDirections(String order, int bits, boolean profile) {
    byte[] exif = exif(order.equals("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN, 1);
    Metadata metadata = new Metadata(profile ? SRGB : null, exif);
    Picture picture = noise(bits, metadata);
    byte[] tiff = ImageFiles.encode(picture, FileFormat.TIFF, 95);
    Picture again = ImageFiles.decode(tiff, "x.tif", 10_000);
    assertEquals(bits, again.bitDepth());
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(picture.colour().plane(c), again.colour().plane(c), 1e-6f);
    }
    assertArrayEquals(metadata.iccProfile(), again.metadata().iccProfile());
    assertEquals(said(exif), said(again.metadata().exif()));
    Picture png = ImageFiles.decode(ImageFiles.encode(again, FileFormat.PNG, 95), "x.png", 10_000);
    assertEquals(said(exif), said(png.metadata().exif()));
  }

  @Test
  void theBlockStaysWhereItsMakerNotesExpectIt() {
    byte[] exif = exif(ByteOrder.LITTLE_ENDIAN, 1);
    byte[] tiff = ImageFiles.encode(noise(8, new Metadata(null, exif)), FileFormat.TIFF, 95);
    assertArrayEquals(
        Arrays.copyOfRange(exif, 8, exif.length), Arrays.copyOfRange(tiff, 8, exif.length));
  }

  @Test
  void aPictureThatLiesIsTurnedAndSaysSoNoMore() {
    byte[] lying = exif(ByteOrder.BIG_ENDIAN, 6);
    byte[] tiff = ImageFiles.encode(noise(8, new Metadata(null, lying)), FileFormat.TIFF, 95);
    Picture upright = ImageFiles.decode(tiff, "x.tif", 10_000);
    assertEquals(30, upright.width());
    assertEquals(said(exif(ByteOrder.BIG_ENDIAN, 1)), said(upright.metadata().exif()));
  }

  /** Made by ImageMagick from a JPEG with EXIF that exiftool wrote. */
  @Test
  void readsWhatAnotherProgramWrote() throws IOException {
    try (InputStream in = TiffExifTest.class.getResourceAsStream("exif.tif")) {
      assertNotNull(in);
      byte[] exif = ImageFiles.decode(in.readAllBytes(), "x.tif", 10_000).metadata().exif();
      Map<String, String> said = said(exif);
      byte[] maker = "Sample Maker\0".getBytes(StandardCharsets.US_ASCII);
      assertEquals(Arrays.toString(maker), said.get("10f"));
      assertTrue(said.containsKey("8769.829a"), said.toString());
      assertTrue(said.containsKey("8825.2"), said.toString());
      assertNull(said.get("111"), "where the strips lie is the file's own affair");
    }
  }

  @Test
  void aTiffThatSaysNothingGivesNoExif() {
    byte[] tiff = ImageFiles.encode(noise(8, Metadata.NONE), FileFormat.TIFF, 95);
    assertNull(ImageFiles.decode(tiff, "x.tif", 10_000).metadata().exif());
  }

  @ParameterizedTest
  @ValueSource(strings = {"II", "MM"})
  void damagedBlocksAreLeftOutOrCopiedInPart(String order) {
    byte[] exif = exif(order.equals("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN, 1);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = exif.clone();
      for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
        damaged[8 + random.nextInt(exif.length - 8)] = (byte) random.nextInt();
      }
      Directory first = Directory.first(damaged);
      if (first != null) {
        byte[] copy = ExifBlock.of(first);
        assertTrue(copy == null || Directory.first(copy) != null);
      }
    }
  }

  @Test
  void directoriesThatPointAtThemselvesAreLeftOut() {
    ByteBuffer loop = ByteBuffer.allocate(8 + 2 + 2000 * 12 + 4);
    loop.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    loop.putShort((short) 2000);
    for (int i = 0; i < 2000; i++) {
      loop.putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(8);
    }
    Directory first = Directory.first(loop.array());
    assertNotNull(first);
    assertNull(ExifBlock.of(first), "it would be larger than any real one");
  }

  /** Every value that a block says, by the tags that lead to it, but for where things lie. */
  private static Map<String, String> said(byte @Nullable [] exif) {
    assertNotNull(exif);
    Directory first = Directory.first(exif);
    assertNotNull(first);
    Map<String, String> said = new TreeMap<>();
    collect(first, "", said);
    return said;
  }

  private static void collect(Directory from, String path, Map<String, String> said) {
    for (int i = 0; i < from.entries(); i++) {
      int entry = from.entry(i);
      String name = path + Integer.toHexString(from.tag(entry));
      Directory child = name.matches("8769|8825|8769.a005") ? from.childOf(entry) : null;
      if (child == null) {
        said.put(name, Arrays.toString(from.value(entry)));
      } else {
        collect(child, name + ".", said);
      }
    }
  }

  private static Picture noise(int bits, Metadata metadata) {
    SplittableRandom random = new SplittableRandom(3);
    float[][] planes = new float[3][40 * 30];
    for (float[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = random.nextInt(1 << bits) / (float) ((1 << bits) - 1);
      }
    }
    return new Picture(Image.of(40, 30, planes), null, bits, metadata, null);
  }

  /** Maker, orientation, artist; exposure, a maker note; interoperability; a place. */
  private static byte[] exif(ByteOrder order, int orientation) {
    ByteBuffer block = ByteBuffer.allocate(400).order(order);
    block.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    block.putShort((short) 42).putInt(8);
    block.putShort((short) 5);
    entry(block, 0x10f, 2, 13, 200);
    entry(block, 0x112, 3, 1, order == ByteOrder.BIG_ENDIAN ? orientation << 16 : orientation);
    entry(block, 0x13b, 2, 5, 214);
    entry(block, 0x8769, 4, 1, 74);
    entry(block, 0x8825, 4, 1, 140);
    block.putInt(0).position(74);
    block.putShort((short) 3);
    entry(block, 0x829a, 5, 1, 220);
    entry(block, 0x927c, 7, 31, 230);
    entry(block, 0xa005, 4, 1, 120);
    block.putInt(0).position(120);
    block.putShort((short) 1);
    entry(block, 1, 2, 4, order == ByteOrder.BIG_ENDIAN ? 0x52393800 : 0x00383952);
    block.putInt(0).position(140);
    block.putShort((short) 1);
    entry(block, 2, 5, 3, 264);
    block.putInt(0);
    block.put(200, "Sample Maker\0".getBytes(StandardCharsets.US_ASCII));
    block.put(214, "Anne\0".getBytes(StandardCharsets.US_ASCII));
    block.putInt(220, 1).putInt(224, 250);
    for (int i = 0; i < 31; i++) {
      block.put(230 + i, (byte) (200 + i));
    }
    for (int i = 0; i < 6; i++) {
      block.putInt(264 + 4 * i, i % 2 == 0 ? 50 + i : 1);
    }
    return Arrays.copyOf(block.array(), 288);
  }

  private static void entry(ByteBuffer block, int tag, int type, int count, int value) {
    block.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }
}
