package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XMP, IPTC and density from every format into every other. */
class MetadataTest {
  private static final List<FileFormat> WRITTEN =
      List.of(FileFormat.PNG, FileFormat.JPEG, FileFormat.TIFF, FileFormat.WEBP);

  /** "By-line" and "Copyright notice", as IIM records. */
  private static final byte[] IPTC =
      "\34\2\120\0\4Anne\34\2\164\0\11(c) Anne!".getBytes(ISO_8859_1);

  static Stream<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    WRITTEN.forEach(from -> WRITTEN.forEach(to -> pairs.add(Arguments.of(from, to))));
    return pairs.stream();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void xmpIptcAndDensityGoFromEveryFormatToEveryOther(FileFormat from, FileFormat to) {
    Density density = new Density(300, 240, Density.Unit.INCH);
    byte[] packet = packet("<dc:title>Gr\u00fc\u00dfe</dc:title>");
    Picture picture = picture(new Metadata(null, null, packet, IPTC, density, List.of()));
    Picture there = again(picture, from);
    Picture back = again(there, to);
    assertArrayEquals(packet, back.metadata().xmp());
    boolean room = from != FileFormat.WEBP && to != FileFormat.WEBP;
    assertArrayEquals(room ? IPTC : null, back.metadata().iptc());
    assertDensity(density, back.metadata().density());
  }

  private static void assertDensity(Density expected, @Nullable Density actual) {
    assertNotNull(actual);
    Density same = actual.in(expected.unit());
    assertEquals(expected.x(), same.x(), 1e-9);
    assertEquals(expected.y(), same.y(), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c02_300dpi.png", "c02_300dpi.jpg", "c02_300dpi.tif"})
  void printsOf300DotsPerInchStaySo(String name) {
    Picture picture = Cases.read(name);
    for (FileFormat format : WRITTEN) {
      assertDensity(
          new Density(300, 300, Density.Unit.INCH), again(picture, format).metadata().density());
    }
    byte[] jpeg = ImageFiles.encode(picture, FileFormat.JPEG, 90);
    assertArrayEquals(new byte[] {1, 1, 44, 1, 44}, part(jpeg, 13, 5), "JFIF: inches, 300, 300");
    byte[] png = ImageFiles.encode(picture, FileFormat.PNG, 90);
    int chunk = new String(png, ISO_8859_1).indexOf("pHYs");
    assertArrayEquals(
        new byte[] {0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1},
        part(png, chunk + 4, 9),
        "11811 a metre");
  }

  private static byte[] part(byte[] bytes, int from, int length) {
    return java.util.Arrays.copyOfRange(bytes, from, from + length);
  }

  @ParameterizedTest
  @CsvSource({
    "118, 118, CENTIMETRE",
    "72, 72, INCH",
    "4, 3, NONE",
    "2834.6, 2834.6, INCH",
    "96.5, 96.5, INCH"
  })
  void densitiesOfAllUnitsSurviveTiffs(double x, double y, Density.Unit unit) {
    Density density = new Density(x, y, unit);
    Picture picture = picture(Metadata.NONE.withDensity(density));
    assertEquals(density, again(picture, FileFormat.TIFF).metadata().density());
    assertEquals(
        density, again(again(picture, FileFormat.TIFF), FileFormat.WEBP).metadata().density());
  }

  @Test
  void aBmpsDensityIsRead() {
    byte[] bmp = BmpTest.bmp(24, 0, new int[0], new byte[4]);
    ByteBuffer.wrap(bmp).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(38, 11811).putInt(42, 5906);
    Density told = decode(bmp).metadata().density();
    assertEquals(new Density(11811, 5906, Density.Unit.METRE), told);
  }

  @Test
  void aPictureThatIsTurnedHasItsDensityTurned() {
    Metadata metadata =
        new Metadata(
            null,
            exif(6),
            packet("<rdf:Description tiff:Orientation=\"6\" tiff:ImageWidth=\"3\"/>"),
            null,
            new Density(300, 100, Density.Unit.INCH),
            List.of());
    Picture upright = again(picture(metadata), FileFormat.PNG);
    assertDensity(new Density(100, 300, Density.Unit.INCH), upright.metadata().density());
    String xmp = new String(notNull(upright.metadata().xmp()), UTF_8);
    assertTrue(xmp.contains("tiff:Orientation=\"1\""), xmp);
    PictureRows larger = upright.with(Image.of(12, 16, new float[192]).rows());
    String sized = new String(notNull(larger.metadata().xmp()), UTF_8);
    assertTrue(sized.contains("tiff:ImageWidth=\"12\""), sized);
    assertDensity(new Density(100, 300, Density.Unit.INCH), larger.metadata().density());
  }

  @ParameterizedTest
  @CsvSource({
    "'tiff:Orientation=\"8\"', 'tiff:Orientation=\"1\"'",
    "'tiff:Orientation=''3''', 'tiff:Orientation=''1'''",
    "<tiff:Orientation>6</tiff:Orientation>, <tiff:Orientation>1</tiff:Orientation>",
    "GCamera:MotionPhoto=\"1\", GCamera:MotionPhoto=\"0\"",
    "<xmp:Thumbnails><rdf:Alt>x</rdf:Alt></xmp:Thumbnails>, ''"
  })
  void whatIsNoLongerTrueIsChanged(String before, String after) {
    byte[] changed = notNull(Xmp.upright(packet(before)));
    assertEquals(new String(packet(after), UTF_8), new String(changed, UTF_8));
  }

  @Test
  void packetsInSixteenBitsBecomeUtf8() {
    String text = "<x>\u00fc tiff:Orientation=\"6\"</x>";
    byte[] changed = notNull(Xmp.upright(text.getBytes(UTF_16LE)));
    assertEquals("<x>\u00fc tiff:Orientation=\"1\"</x>", new String(changed, UTF_8));
  }

  @Test
  void packetsLongerThanASegmentAreSplitAndJoined() {
    StringBuilder history = new StringBuilder();
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      history.append("<dc:rights>").append(random.nextLong()).append("</dc:rights>");
    }
    byte[] packet = packet("<rdf:Description>" + history + "</rdf:Description>");
    Picture picture = picture(new Metadata(null, null, packet, null, null, List.of()));
    byte[] jpeg = ImageFiles.encode(picture, FileFormat.JPEG, 90);
    String joined = new String(notNull(decode(jpeg).metadata().xmp()), UTF_8);
    assertTrue(joined.contains(history), "all of it is there");
    assertFalse(joined.contains("HasExtendedXMP"), "and nothing points at a part of it");
    String png = new String(notNull(again(decode(jpeg), FileFormat.PNG).metadata().xmp()), UTF_8);
    assertEquals(joined, png);
  }

  @Test
  void roomForChangesIsGivenUpBeforeAPacketIsSplit() {
    String padded =
        new String(packet("<dc:title>x</dc:title>"), UTF_8)
            .replace("<?xpacket end", " ".repeat(70_000) + "<?xpacket end");
    Picture picture =
        picture(new Metadata(null, null, padded.getBytes(UTF_8), null, null, List.of()));
    byte[] packet = notNull(again(picture, FileFormat.JPEG).metadata().xmp());
    assertTrue(packet.length < 1000);
    assertTrue(new String(packet, UTF_8).contains("<dc:title>x</dc:title>"));
  }

  @Test
  void imageMagicksWayOfKeepingIptcAndExifInAPngIsUnderstood() {
    byte[] png = ImageFiles.encode(picture(Metadata.NONE), FileFormat.PNG, 90);
    String exif = java.util.HexFormat.of().formatHex(exif(1));
    String text = "\nexif\n%8d\n%s\n".formatted(6 + exif(1).length, "457869660000" + exif);
    byte[] keyword = "Raw profile type exif\0".getBytes(ISO_8859_1);
    byte[] content = (new String(keyword, ISO_8859_1) + text).getBytes(ISO_8859_1);
    ByteBuffer with = ByteBuffer.allocate(png.length + content.length + 12);
    with.put(png, 0, 33).put(new PngChunk("tEXt", content).bytes());
    with.put(png, 33, png.length - 33);
    assertArrayEquals(exif(1), decode(with.array()).metadata().exif());
  }

  @ParameterizedTest
  @EnumSource(names = {"PNG", "JPEG", "TIFF", "WEBP"})
  void aPictureThatSaysNothingSaysNothing(FileFormat format) {
    Metadata nothing = again(picture(Metadata.NONE), format).metadata();
    assertNull(nothing.iccProfile());
    assertNull(nothing.exif());
    assertNull(nothing.xmp());
    assertNull(nothing.iptc());
    assertNull(nothing.density());
    assertEquals(List.of(), nothing.pngChunks());
  }

  @Test
  void textOfAPngStaysInAPng() {
    PngChunk title = new PngChunk("tEXt", "Title\0A bird".getBytes(ISO_8859_1));
    Metadata metadata = new Metadata(null, null, null, null, null, List.of(title));
    List<PngChunk> chunks = again(picture(metadata), FileFormat.PNG).metadata().pngChunks();
    assertEquals(1, chunks.size());
    assertArrayEquals(title.content(), chunks.get(0).content());
  }

  @Test
  void severalPicturesInOneJpegAreSaidSo() {
    assertEquals(
        "e7_mpo.jpg holds 2 pictures: the first of them is used.", Cases.read("e7_mpo.jpg").note());
  }

  private static byte[] notNull(byte @Nullable [] bytes) {
    assertNotNull(bytes);
    return bytes;
  }

  private static byte[] packet(String content) {
    return ("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
            + "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
            + "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\""
            + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
            + content
            + "</rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>")
        .getBytes(UTF_8);
  }

  /** Big-endian EXIF with nothing but an orientation. */
  private static byte[] exif(int orientation) {
    ByteBuffer block = ByteBuffer.allocate(8 + 2 + 12 + 4);
    block.put("MM".getBytes(ISO_8859_1)).putShort((short) 42).putInt(8).putShort((short) 1);
    block.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return block.array();
  }

  private static Picture picture(Metadata metadata) {
    float[][] planes = new float[3][12];
    for (int i = 0; i < 12; i++) {
      planes[i % 3][i] = i / 12f;
    }
    return new Picture(Image.of(4, 3, planes), null, 8, metadata, null);
  }

  private static Picture again(Picture picture, FileFormat format) {
    return decode(ImageFiles.encode(picture, format, 95));
  }

  private static Picture decode(byte[] file) {
    return ImageFiles.decode(file, "x", 10_000);
  }
}
