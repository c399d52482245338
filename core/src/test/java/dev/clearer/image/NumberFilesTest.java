package dev.clearer.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers by pixel from the files in which researchers keep depth. */
class NumberFilesTest {
  private static final float[] SIX = {1, 2, 3, 4, 5, 6};

  @TempDir Path folder;

  private Path write(byte[] bytes) {
    try {
      return Files.write(folder.resolve("depth.file"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NumberMap read(byte[] bytes) {
    return NumberFiles.read(write(bytes), List.of("depth"));
  }

  private String refusal(byte[] bytes) {
    return Refusal.of(() -> read(bytes));
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void assertMap(NumberMap map, int bits, float... values) {
    assertEquals(3, map.width());
    assertEquals(2, map.height());
    assertEquals(bits, map.bits());
    assertArrayEquals(values, map.values());
  }

  @Test
  void readsPngsOf8And16Bits() {
    Path file = folder.resolve("x.png");
    MapFiles.writeRaw(new RawMap(3, 2, new int[] {0, 1, 255, 256, 65535, 7}), file);
    assertMap(NumberFiles.read(file, List.of()), 16, 0, 1, 255, 256, 65535, 7);
    MapFiles.writeLabels(new LabelMap(3, 2, new byte[] {0, 1, 2, 3, 4, -1}), file);
    assertMap(NumberFiles.read(file, List.of()), 8, 0, 1, 2, 3, 4, 255);
  }

  @Test
  void readsTiffsOfIntegersAndFloats() {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      TiffBuilder integers = new TiffBuilder(order, 3, 2);
      int[] sixteen = {16};
      assertMap(
          read(integers.samples(1, sixteen, 0, 1, 300, 65535, 5, 6).file()),
          16,
          0,
          1,
          300,
          65535,
          5,
          6);
      TiffBuilder floats = new TiffBuilder(order, 3, 2).tag(339, 3);
      long[] bits =
          java.util.stream.DoubleStream.of(0.5, -2, 1e9, Double.NaN, 1.25, 6)
              .mapToLong(value -> Float.floatToRawIntBits((float) value) & 0xffffffffL)
              .toArray();
      assertMap(
          read(floats.samples(1, new int[] {32}, bits).file()),
          0,
          0.5f,
          -2,
          1e9f,
          Float.NaN,
          1.25f,
          6);
    }
  }

  @Test
  void readsPgms() {
    byte[] deep = {1, 0, 0, 2, 0x12, 0x34, 0, 4, 0, 5, (byte) 0xff, (byte) 0xff};
    byte[] header = latin("P5\n# made by hand\n3 2\n65535\n");
    assertMap(read(join(header, deep)), 16, 256, 2, 0x1234, 4, 5, 65535);
    byte[] small = {0, 1, 10, 32, (byte) 200, 9};
    assertMap(read(join(latin("P5 3\t2 255 "), small)), 8, 0, 1, 10, 32, 200, 9);
    assertMap(read(latin("P2\n3 2\n1000\n1 2 3\n4 5 # end\n1000")), 16, 1, 2, 3, 4, 5, 1000);
  }

  @Test
  void readsPfmsFromTheBottom() {
    assertMap(read(join(latin("Pf\n3 2\n-1.0\n"), floats(true, 4, 5, 6, 1, 2, 3))), 0, SIX);
    assertMap(read(join(latin("Pf\n3 2\n1\n"), floats(false, 4, 5, 6, 1, 2, 3))), 0, SIX);
  }

  private static byte[] floats(boolean little, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * values.length)
            .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  /** An array as {@code numpy.save} writes it. */
  private static byte[] npy(String type, String shape, boolean columnMajor, byte[] data) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }"
            .formatted(type, columnMajor ? "True" : "False", shape);
    byte[] start = latin(NpyFile.MAGIC + "\u0001\u0000");
    byte[] length = {(byte) (header.length() + 1), 0};
    return join(start, length, latin(header + "\n"), data);
  }

  /** The numbers 1 to 6 as an element type of NumPy stores them. */
  private static byte[] six(String type) {
    ByteBuffer bytes =
        ByteBuffer.allocate(48)
            .order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    short[] halves = {0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600};
    for (int i = 1; i <= 6; i++) {
      switch (type.substring(1)) {
        case "f2" -> bytes.putShort(halves[i - 1]);
        case "f4" -> bytes.putFloat(i);
        case "f8" -> bytes.putDouble(i);
        case "i1", "u1" -> bytes.put((byte) i);
        case "i2", "u2" -> bytes.putShort((short) i);
        case "i4", "u4" -> bytes.putInt(i);
        default -> bytes.putLong(i);
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  @ParameterizedTest
  @CsvSource({
    "<f2, 0", "<f4, 0", ">f4, 0", "<f8, 0", ">f8, 0", "|u1, 8", "|i1, 8", "<u2, 16", ">u2, 16",
    "<i2, 16", "<i4, 32", ">i4, 32", "<u4, 32", "<i8, 64", "<u8, 64"
  })
  void readsNumPysElements(String type, int bits) {
    assertMap(read(npy(type, "(2, 3)", false, six(type))), bits, SIX);
  }

  @Test
  void readsNumPysShapesAndOrders() {
    byte[] six = six("<f4");
    assertMap(read(npy("<f4", "(1, 2, 3)", false, six)), 0, SIX);
    assertMap(read(npy("<f4", "(2, 3, 1)", false, six)), 0, SIX);
    assertMap(read(npy("<f4", "(2, 3)", true, six)), 0, 1, 3, 5, 2, 4, 6);
    NumberMap row = read(npy("<f4", "(1, 6)", false, six));
    assertEquals(List.of(6, 1), List.of(row.width(), row.height()));
    byte[] unsigned = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    assertMap(
        read(npy("<u2", "(2, 3)", false, unsigned)), 16, 65535, 65535, 65535, 65535, 65535, 65535);
  }

  private Path npz(boolean packed, Object... namesAndArrays) throws IOException {
    Path file = folder.resolve("x.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setLevel(packed ? 9 : 0);
      for (int i = 0; i < namesAndArrays.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndArrays[i]));
        zip.write((byte[]) namesAndArrays[i + 1]);
        zip.closeEntry();
      }
    }
    return file;
  }

  @Test
  void readsNumPysZips() throws IOException {
    byte[] six = npy("<f4", "(2, 3)", false, six("<f4"));
    byte[] other = npy("|u1", "(2, 2)", false, new byte[4]);
    Path packed = npz(true, "whatever.npy", six);
    assertMap(NumberFiles.read(packed, List.of("depth")), 0, SIX);
    Path several = npz(false, "mask.npy", other, "depth.npy", six);
    assertMap(NumberFiles.read(several, List.of("depth")), 0, SIX);
    String refusal = Refusal.of(() -> NumberFiles.read(several, List.of("disparity")));
    assertTrue(refusal.contains("several arrays (mask, depth)"), refusal);
    Path none = npz(false, "readme.txt", new byte[4]);
    assertTrue(Refusal.of(() -> NumberFiles.read(none, List.of())).contains("without arrays"));
    byte[] cut = Arrays.copyOf(Files.readAllBytes(packed), 60);
    assertTrue(refusal(cut).contains("is damaged"));
  }

  @Test
  void namesKindsThatAreNotRead() {
    String end = "which is not read as depth: convert it to a PNG or TIFF of 16 bits";
    assertRefused("is an OpenEXR picture, " + end, latin("v/1\1\2\0\0\0"));
    assertRefused("is an HDF5 container, " + end, latin("\u0089HDF\r\n\u001a\n\0"));
    assertRefused("is a MATLAB file, " + end, latin("MATLAB 5.0 MAT-file, Platform: GLNXA64"));
    assertRefused("is a Radiance HDR picture, " + end, latin("#?RADIANCE\n"));
    assertRefused("is a depth file of MPI Sintel, " + end, latin("PIEH\1\0\0\0"));
    assertRefused("is a BigTIFF, " + end, latin("II+\0\b\0\0\0"));
    Image grey = Image.of(8, 8, new float[64]);
    assertRefused(
        "is a JPEG picture, " + end, ImageFiles.encode(Picture.of(grey), FileFormat.JPEG, 90));
    assertRefused(
        "is a WebP picture, " + end, ImageFiles.encode(Picture.of(grey), FileFormat.WEBP, 90));
    assertRefused("holds no depth in a known format", latin("1.5 2.5 3.5"));
  }

  private void assertRefused(String part, byte[] file) {
    String refusal = refusal(file);
    assertTrue(refusal.contains(part), refusal);
  }

  @Test
  void refusesSeveralChannels() {
    Image colour = Image.of(2, 2, new float[4], new float[4], new float[4]);
    assertRefused(
        "has 3 channels, but depth has one",
        ImageFiles.encode(Picture.of(colour), FileFormat.PNG, 1));
    assertRefused(
        "has 3 channels, but depth has one",
        ImageFiles.encode(Picture.of(colour), FileFormat.TIFF, 1));
    assertRefused("has Netpbm's kind P6", latin("P6\n1 1\n255\n\1\2\3"));
    assertRefused("has Netpbm's kind PF", latin("PF\n1 1\n-1\n\0\0\0\0"));
    assertRefused("has the shape (2, 3, 3)", npy("|u1", "(2, 3, 3)", false, new byte[18]));
    assertRefused("has the shape (6,)", npy("|u1", "(6,)", false, new byte[6]));
  }

  @Test
  void refusesWhatIsCutOff() {
    byte[][] whole = {
      join(latin("P5\n3 2\n65535\n"), new byte[12]),
      latin("P2\n3 2\n9\n1 2 3 4 5 6"),
      join(latin("Pf\n3 2\n-1\n"), floats(true, SIX)),
      npy("<f4", "(2, 3)", false, six("<f4")),
    };
    for (byte[] file : whole) {
      read(file);
      for (int length = 3; length < file.length - 1; length++) {
        String refusal = refusal(Arrays.copyOf(file, length));
        assertTrue(refusal.startsWith(folder.toString()), refusal);
      }
    }
  }

  @Test
  void refusesImpossibleHeaders() {
    assertRefused("'x' is not a number", latin("P5\nx 2\n255\n\0\0"));
    assertRefused("over the limit", latin("P5\n99999 99999\n255\n\0\0"));
    assertRefused("is damaged", latin("P5\n0 2\n255\n\0\0"));
    assertRefused("'70000' is not a number up to 65535", latin("P5\n1 1\n70000\n\0\0"));
    assertRefused("'9' is not a number up to 8", latin("P2\n1 1\n8\n9 "));
    assertRefused("over the limit", latin("Pf\n99999 99999\n-1\n\0\0"));
    assertRefused("over the limit", npy("<f4", "(99999, 99999)", false, new byte[4]));
    assertRefused("over the limit", npy("<f4", "(99999999999, 99999)", false, new byte[4]));
    assertRefused("elements that are no plain numbers", npy("|O", "(2, 3)", false, new byte[9]));
    assertRefused("elements that are no plain numbers", npy("<c8", "(2, 3)", false, new byte[9]));
    assertRefused("its header is not complete", npy("<f4", "None", false, new byte[9]));
  }
}
