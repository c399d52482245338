package dev.clearer.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of other programs (made with ImageMagick from truth.png), and PNGs made bit by bit. */
class FormatsTest {
  @ParameterizedTest
  @CsvSource({
    "lossless.webp, 0, -",
    "animated.webp, 0, is animated: its first frame is used.",
    "animated.gif, 0.05, holds 2 pictures: the first of them is used.",
    "palette.bmp, 0.2, -",
    "cmyk.tif, 0.01, -",
    "cmyk-progressive.jpg, 0.06, -",
    "alpha.webp, 0.36, -"
  })
  void foreignFilesShowTheSamePicture(String name, float tolerance, String note) {
    Picture picture = read(name);
    Image truth = read("truth.png").colour();
    assertEquals(note.equals("-") ? null : name + " " + note, picture.note());
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(truth.plane(c), picture.colour().plane(c), tolerance + 1e-6f);
    }
  }

  /** The reference is libwebp's dwebp. */
  @Test
  void lossyWebpHasTheReferencesColours() {
    Image colour = read("lossy.webp", 2000).colour();
    assertPart(read("lossy.png", 2000).colour(), colour);
    assertNull(read("lossy.webp", 2000).alpha());
  }

  /** Its first frame is a row lower than the animation: made by img2webp, read by dwebp. */
  @Test
  void theFirstFrameOfAnAnimationLiesOnAClearCanvas() {
    Picture animation = read("frames.webp", 2000);
    Picture frame = read("frames.png", 2000);
    assertEquals(32, animation.height());
    assertEquals(31, frame.height());
    assertPart(frame.colour(), animation.colour());
    assertNotNull(animation.alpha());
    assertNotNull(frame.alpha());
    assertPart(frame.alpha(), animation.alpha());
    assertEquals(0, animation.alpha().at(0, 31, 5), 0);
    assertThrows(InputException.class, () -> read("frames.webp", 1500), "it is the canvas' size");
  }

  private static void assertPart(Image expected, Image actual) {
    for (int c = 0; c < expected.channels(); c++) {
      int length = expected.plane(c).length;
      assertArrayEquals(expected.plane(c), Arrays.copyOf(actual.plane(c), length), 1e-6f);
    }
  }

  @Test
  void webpKeepsAlpha() {
    Image alpha = read("alpha.webp").alpha();
    assertNotNull(alpha);
    assertEquals(0.4f, alpha.at(0, 3, 3), 1e-6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lossless.webp",
        "animated.webp",
        "alpha.webp",
        "frames.webp",
        "lossy.webp",
        "animated.gif",
        "palette.bmp",
        "cmyk.tif",
        "cmyk-progressive.jpg"
      })
  void damageIsReadOrRefused(String name) {
    byte[] file = bytes(name);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 100; i++) {
      byte[] damaged = i % 3 == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file.clone();
      for (int flips = i % 3; flips > 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        assertNotNull(ImageFiles.decode(damaged, "damaged", 100_000));
      } catch (InputException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("damaged "), e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lossless.webp",
        "alpha.webp",
        "frames.webp",
        "lossy.webp",
        "animated.gif",
        "palette.bmp",
        "cmyk.tif",
        "cmyk-progressive.jpg"
      })
  void halfAFileIsRefused(String name) {
    byte[] file = bytes(name);
    byte[] half = Arrays.copyOf(file, file.length / 2);
    assertThrows(InputException.class, () -> ImageFiles.decode(half, name, 100_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void greyPngsOfAllDepths(int bits) {
    int most = (1 << bits) - 1;
    int half = most / 2;
    Picture picture = decode(png(bits, 0, null, null, 0, most, half, 1));
    assertEquals(1, picture.colour().channels());
    assertEquals(bits == 16 ? 16 : 8, picture.bitDepth());
    float[] expected = {0, 1, half / (float) most, 1f / most};
    assertArrayEquals(expected, picture.colour().plane(0), 1e-6f);
    assertNull(picture.alpha());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void palettePngsOfAllDepths(int bits) {
    byte[] palette = {10, 20, 30, (byte) 200, 100, 50};
    Picture picture = decode(png(bits, 3, palette, null, 0, 1, 1, 0));
    assertEquals(3, picture.colour().channels());
    assertArrayEquals(
        new float[] {10 / 255f, 200 / 255f, 200 / 255f, 10 / 255f},
        picture.colour().plane(0),
        1e-6f);
    assertEquals(50 / 255f, picture.colour().at(2, 0, 1), 1e-6);
  }

  @Test
  void aPaletteOfGreysIsGreyAndItsTransparencyIsKept() {
    byte[] palette = {10, 10, 10, 80, 80, 80};
    Picture picture = decode(png(8, 3, palette, new byte[] {0, 51}, 0, 1, 1, 0));
    assertEquals(1, picture.colour().channels());
    assertArrayEquals(
        new float[] {80 / 255f, 80 / 255f, 80 / 255f, 80 / 255f},
        picture.colour().plane(0),
        1e-6f,
        "what is transparent has the colour of what is seen");
    assertNotNull(picture.alpha());
    assertArrayEquals(new float[] {0, 0.2f, 0.2f, 0}, picture.alpha().plane(0), 1e-6f);
  }

  @Test
  void aPaletteOfGreysKeepsAProfileOfColours() throws IOException {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    byte[] png = png(8, 3, new byte[] {10, 10, 10, 80, 80, 80}, null, 0, 1, 1, 0);
    ByteArrayOutputStream tagged = new ByteArrayOutputStream();
    tagged.write(png, 0, 33);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write("sRGB\0\0".getBytes(StandardCharsets.US_ASCII));
    content.write(deflated(profile));
    tagged.write(chunk("iCCP", content.toByteArray()));
    tagged.write(png, 33, png.length - 33);
    Picture picture = decode(tagged.toByteArray());
    assertArrayEquals(profile, picture.metadata().iccProfile());
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(
          new float[] {10 / 255f, 80 / 255f, 80 / 255f, 10 / 255f},
          picture.colour().plane(c),
          1e-6f);
    }
  }

  @Test
  void aGifsFirstFrameLiesWhereItIsOnTheScreen() {
    Picture frame = decode(gif(0, 0, 0, 0));
    Picture screen = decode(gif(9, 8, 5, 2));
    assertEquals(4, frame.colour().width());
    assertNull(frame.alpha());
    assertEquals(9, screen.colour().width());
    assertEquals(8, screen.colour().height());
    assertNotNull(screen.alpha());
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 9; x++) {
        boolean within = x >= 5 && y >= 2 && y < 5;
        if (within) {
          assertEquals(frame.colour().at(0, y - 2, x - 5), screen.colour().at(0, y, x), 0);
        }
        assertEquals(within ? 1 : 0, screen.alpha().at(0, y, x), 0);
      }
    }
    assertEquals(4, decode(gif(9, 8, 6, 2)).colour().width(), "it does not fit there");
    assertThrows(InputException.class, () -> ImageFiles.decode(gif(9, 8, 5, 2), "gif", 71));
  }

  /** A GIF of 4x3 pixels after a comment, moved on a screen of another size. */
  private static byte[] gif(int width, int height, int left, int top) {
    BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_INDEXED);
    for (int i = 0; i < 12; i++) {
      image.getRaster().setSample(i % 4, i / 4, 0, 7 * i);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "gif", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteBuffer file = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    int blocks = 13 + 3 * 256;
    int descriptor = blocks;
    while (file.get(descriptor) != 0x2c || file.getInt(descriptor + 5) != ((3 << 16) | 4)) {
      descriptor++;
    }
    file.putShort(6, (short) width).putShort(8, (short) height);
    file.putShort(descriptor + 1, (short) left).putShort(descriptor + 3, (short) top);
    byte[] comment = {0x21, (byte) 0xfe, 2, 0x2c, 0x2c, 1, 0x2c, 0};
    ByteBuffer whole = ByteBuffer.allocate(file.capacity() + comment.length);
    whole.put(file.array(), 0, blocks).put(comment);
    return whole.put(file.array(), blocks, file.capacity() - blocks).array();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void oneTransparentGreyBecomesAlpha(int bits) {
    int most = (1 << bits) - 1;
    Picture picture = decode(png(bits, 0, null, new byte[] {0, 1}, 0, 1, most, 1));
    assertEquals(1, picture.colour().channels());
    assertNotNull(picture.alpha());
    float last = most == 1 ? 0 : 1;
    assertArrayEquals(new float[] {1, 0, last, 0}, picture.alpha().plane(0), 0);
    assertEquals(most == 1 ? 0 : 1, picture.colour().at(0, 0, 2), 1e-6);
  }

  @Test
  void oneTransparentColourBecomesAlpha() {
    int[] pixels = {1, 2, 3, 4, 5, 6, 1, 2, 4, 1, 2, 3};
    Picture picture = decode(png(8, 2, null, new byte[] {0, 1, 0, 2, 0, 3}, pixels));
    assertNotNull(picture.alpha());
    assertArrayEquals(new float[] {0, 1, 1, 0}, picture.alpha().plane(0), 0);
    assertEquals(5 / 255f, picture.colour().at(1, 0, 1), 1e-6);
  }

  @Test
  void textThatInflatesWithoutEndNeverReachesTheDecoder() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.write("Comment\0\0".getBytes(StandardCharsets.US_ASCII));
    text.write(deflated(new byte[50_000_000]));
    byte[] png = png(8, 0, null, null, 1, 2, 3, 4);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(png, 0, 33);
    bomb.write(chunk("zTXt", text.toByteArray()));
    bomb.write(png, 33, png.length - 33);
    assertEquals(3 / 255f, decode(bomb.toByteArray()).colour().at(0, 0, 2), 1e-6);
  }

  /** A row of pixels, of whose samples each has {@code bits} bits. */
  private static byte[] png(
      int bits, int type, byte @Nullable [] palette, byte @Nullable [] clear, int... samples) {
    int width = type == 2 ? samples.length / 3 : samples.length;
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(1);
    header.put((byte) bits).put((byte) type);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(chunk("IHDR", header.array()));
    if (palette != null) {
      out.writeBytes(chunk("PLTE", palette));
    }
    if (clear != null) {
      out.writeBytes(chunk("tRNS", clear));
    }
    out.writeBytes(chunk("IDAT", deflated(packed(bits, samples))));
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  private static byte[] packed(int bits, int... samples) {
    byte[] row = new byte[1 + (samples.length * bits + 7) / 8];
    for (int i = 0; i < samples.length; i++) {
      for (int bit = 0; bit < bits; bit++) {
        int position = i * bits + bit;
        int value = samples[i] >> (bits - 1 - bit) & 1;
        row[1 + position / 8] |= (byte) (value << (7 - position % 8));
      }
    }
    return row;
  }

  private static byte[] deflated(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static byte[] chunk(String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + content.length);
    return chunk.putInt((int) crc.getValue()).array();
  }

  private static Picture decode(byte[] file) {
    return ImageFiles.decode(file, "x.png", 1000);
  }

  private static Picture read(String name) {
    return read(name, 1000);
  }

  private static Picture read(String name, long mostPixels) {
    return ImageFiles.decode(bytes(name), name, mostPixels);
  }

  private static byte[] bytes(String name) {
    try (InputStream in = FormatsTest.class.getResourceAsStream(name)) {
      assertNotNull(in, name);
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
