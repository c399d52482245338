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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {
  private static final byte[] SRGB = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
  private static final byte[] GREY = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();

  @TempDir Path folder;

  static Stream<Arguments> losslessKinds() {
    List<Arguments> kinds = new ArrayList<>();
    for (FileFormat format : List.of(FileFormat.PNG, FileFormat.TIFF)) {
      for (int channels : List.of(1, 3)) {
        for (boolean alpha : List.of(false, true)) {
          kinds.add(Arguments.of(format, channels, alpha, 8));
          kinds.add(Arguments.of(format, channels, alpha, 16));
        }
      }
    }
    return kinds.stream();
  }

  @ParameterizedTest
  @MethodSource("losslessKinds")
  void losslessFormatsKeepEverything(FileFormat format, int channels, boolean alpha, int bits) {
    byte[] profile = channels == 1 ? GREY : SRGB;
    Picture picture = noise(13, 7, channels, alpha, bits, new Metadata(profile, null));
    Picture again = roundTrip(picture, format);
    assertEquals(bits, again.bitDepth());
    assertSame(picture.colour(), again.colour());
    assertEquals(alpha, again.alpha() != null);
    if (picture.alpha() != null && again.alpha() != null) {
      assertSame(picture.alpha(), again.alpha());
    }
    assertArrayEquals(profile, again.metadata().iccProfile());
    assertNull(again.note());
    Picture bare = noise(13, 7, channels, alpha, bits, Metadata.NONE);
    assertNull(roundTrip(bare, format).metadata().iccProfile());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void jpegKeepsGreyProfileAndExifAndNearlyThePixels(int channels) {
    byte[] profile = new byte[150_000];
    System.arraycopy(channels == 1 ? GREY : SRGB, 0, profile, 0, 128);
    Metadata metadata = new Metadata(profile, exif(1));
    Picture picture = smooth(40, 24, channels, metadata);
    Picture again = roundTrip(picture, FileFormat.JPEG);
    assertEquals(channels, again.colour().channels());
    assertArrayEquals(profile, again.metadata().iccProfile(), "a profile of three segments");
    assertArrayEquals(exif(1), again.metadata().exif());
    for (int c = 0; c < channels; c++) {
      assertArrayEquals(picture.colour().plane(c), again.colour().plane(c), 0.02f);
    }
  }

  @Test
  void fineJpegsKeepFineColours() {
    float[] red = new float[256];
    for (int i = 0; i < 256; i++) {
      red[i] = i % 2;
    }
    Image stripes = Image.of(16, 16, red, new float[256], new float[256]);
    byte[] fine = ImageFiles.encode(Picture.of(stripes), FileFormat.JPEG, 95);
    Image again = decode(fine).colour();
    assertTrue(again.at(0, 8, 9) - again.at(0, 8, 8) > 0.9, "no chroma subsampling");
  }

  @Test
  void jpegShowsTransparencyOnWhite() {
    Image black = Image.of(8, 8, new float[64]);
    Picture clear = new Picture(black, Image.of(8, 8, new float[64]), 16, Metadata.NONE, null);
    Picture again = roundTrip(clear, FileFormat.JPEG);
    assertEquals(1, again.colour().at(0, 4, 4), 1e-6);
    assertNull(again.alpha());
    assertEquals(8, again.bitDepth());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyOrientationIsTurnedUpright(int orientation) {
    // What the camera's sensor saw, so that the upright picture is 3 wide and 2 high: 1 2 3 / 4 5
    // 6.
    float[][] stored = {
      {1, 2, 3, 4, 5, 6}, {3, 2, 1, 6, 5, 4}, {6, 5, 4, 3, 2, 1}, {4, 5, 6, 1, 2, 3},
      {1, 4, 2, 5, 3, 6}, {3, 6, 2, 5, 1, 4}, {6, 3, 5, 2, 4, 1}, {4, 1, 5, 2, 6, 3}
    };
    float[] pixels = stored[orientation - 1].clone();
    for (int i = 0; i < 6; i++) {
      pixels[i] *= 20 / 255f;
    }
    boolean lies = orientation > 4;
    Image image = Image.of(lies ? 2 : 3, lies ? 3 : 2, pixels);
    Metadata metadata = new Metadata(null, exif(orientation));
    Picture again = roundTrip(new Picture(image, image, 8, metadata, null), FileFormat.PNG);
    Image upright = again.colour();
    assertEquals(3, upright.width());
    for (int i = 0; i < 6; i++) {
      assertEquals((i + 1) * 20 / 255f, upright.plane(0)[i], 1e-6f);
    }
    assertNotNull(again.alpha());
    assertArrayEquals(upright.plane(0), again.alpha().plane(0));
    assertArrayEquals(exif(1), again.metadata().exif(), "only the orientation has changed");
  }

  @Test
  void anOutputHasTheNewSizeInItsExif() {
    Image small = Image.of(3, 2, new float[6]);
    Picture input = new Picture(small, small, 16, new Metadata(GREY, exif(1)), "a note");
    PictureRows output = input.with(Image.of(12, 8, new float[96]).rows());
    assertNotNull(output.alpha());
    assertEquals(12, output.alpha().width());
    assertEquals(16, output.bitDepth());
    assertArrayEquals(GREY, output.metadata().iccProfile());
    byte[] exif = output.metadata().exif();
    assertNotNull(exif);
    assertEquals(12, ByteBuffer.wrap(exif).getInt(EXIF_WIDTH));
    assertEquals(8, ByteBuffer.wrap(exif).getInt(EXIF_WIDTH + 12));
  }

  @Test
  void aProfileOfAnotherKindIsLeftOut() {
    Picture grey = noise(4, 4, 1, false, 8, new Metadata(SRGB, null));
    assertNull(roundTrip(grey, FileFormat.PNG).metadata().iccProfile());
  }

  @Test
  void aProfileThatInflatesWithoutEndIsLeftOut() {
    byte[] bomb = new byte[40_000_000];
    System.arraycopy(GREY, 0, bomb, 0, 128);
    Picture grey = noise(4, 4, 1, false, 8, new Metadata(bomb, null));
    assertNull(roundTrip(grey, FileFormat.PNG).metadata().iccProfile());
  }

  @Test
  void contentNotEndingSaysTheFormat() throws IOException {
    Path file = folder.resolve("really-a.jpg");
    Picture picture = noise(4, 4, 3, false, 8, Metadata.NONE);
    Files.write(file, ImageFiles.encode(picture, FileFormat.PNG, 95));
    assertSame(picture.colour(), ImageFiles.read(file).colour());
  }

  @Test
  void theLimitIsCheckedBeforeDecoding() {
    byte[] png = ImageFiles.encode(noise(20, 20, 1, false, 8, Metadata.NONE), FileFormat.PNG, 95);
    ByteBuffer.wrap(png).putInt(16, 50_000).putInt(20, 50_000);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    assertSays("x.png has 50000x50000 pixels, over the limit", () -> decode(png));
    byte[] small = ImageFiles.encode(noise(20, 20, 1, false, 8, Metadata.NONE), FileFormat.PNG, 95);
    assertEquals(20, ImageFiles.decode(small, "x.png", 400).width());
    assertSays("over the limit", () -> ImageFiles.decode(small, "x.png", 399));
  }

  @Test
  void everyRefusalSaysWhatIsWrong() throws IOException {
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    assertSays("text.png is not a picture", () -> ImageFiles.read(text));
    Path empty = Files.createFile(folder.resolve("empty.png"));
    assertSays("empty.png is not a picture", () -> ImageFiles.read(empty));
    Path heic = Files.writeString(folder.resolve("phone.heic"), "\0\0\0\30ftypheic");
    assertSays(
        "phone.heic is a HEIC picture, which cannot be read here: turn it into a PNG or JPEG.",
        () -> ImageFiles.read(heic));
    Path large = Files.writeString(folder.resolve("large.tif"), "II+\0");
    assertSays("large.tif is a BigTIFF", () -> ImageFiles.read(large));
    assertSays("There is no file", () -> ImageFiles.read(folder.resolve("none.png")));
    assertSays("is a folder", () -> ImageFiles.read(folder));
    Picture picture = Picture.of(Image.of(1, 1, new float[1]));
    assertSays("there is no folder", () -> ImageFiles.write(picture, folder.resolve("no/x.png")));
    assertSays(
        "ends in .png, .jpg, .tif or .webp", () -> ImageFiles.write(picture, folder.resolve("x")));
    Path taken = Files.createDirectory(folder.resolve("taken.png"));
    assertSays("it is a folder", () -> ImageFiles.write(picture, taken));
  }

  /** Where nobody may make files, not even root, whom permissions do not stop. */
  @Test
  void aFolderThatTakesNoFilesIsSaidSo() {
    Path system = Path.of("/proc");
    Assumptions.assumeTrue(Files.isDirectory(system.resolve("self")), "this is not Linux");
    Picture picture = Picture.of(Image.of(1, 1, new float[1]));
    assertSays(
        "Cannot write /proc/x.png: ", () -> ImageFiles.write(picture, Path.of("/proc/x.png")));
    assertSays(
        "is a file; name a folder",
        () -> ImageFiles.write(picture, Path.of("/proc/self/status/x.png")));
    assertSays("Cannot read /proc/self/mem: ", () -> ImageFiles.read(Path.of("/proc/self/mem")));
  }

  /** Root may read and write everything: there this is skipped. */
  @Test
  void noPermissionIsSaidSo() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Path file = Files.write(folder.resolve("secret.png"), new byte[1]);
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-wx-wx-wx"));
    Assumptions.assumeFalse(Files.isReadable(file), "nothing is forbidden to root");
    Picture picture = Picture.of(Image.of(1, 1, new float[1]));
    assertSays("no permission to write", () -> ImageFiles.write(picture, closed.resolve("x.png")));
    assertSays("No permission to read", () -> ImageFiles.read(file));
  }

  @Test
  void theLimitIsSaidAsItWasGiven() {
    byte[] file = ImageFiles.encode(noise(40, 30, 1, false, 8, Metadata.NONE), FileFormat.PNG, 95);
    assertSays("over the limit of 0.001 megapixels", () -> ImageFiles.decode(file, "x", 1000));
  }

  @Test
  void nothingButTheFileIsLeftBehind() throws IOException {
    Picture picture = Picture.of(Image.of(1, 1, new float[1]));
    ImageFiles.write(picture, folder.resolve("x.png"));
    ImageFiles.write(picture, folder.resolve("x.png"));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("x.png")), files.toList());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PNG", "JPEG", "TIFF"})
  void whatIsCutOffIsRefused(FileFormat format) {
    Picture picture = smooth(64, 48, 3, new Metadata(SRGB, exif(1)));
    byte[] file = ImageFiles.encode(picture, format, 90);
    int last = file.length - (format == FileFormat.JPEG ? 2 : 0); // its end marker is not missed
    for (int length = 0; length < last; length += Math.max(1, file.length / 211)) {
      byte[] cut = java.util.Arrays.copyOf(file, length);
      assertThrows(InputException.class, () -> decode(cut), format + " cut at " + cut.length);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PNG", "JPEG", "TIFF"})
  void whateverIsDamagedIsReadOrRefused(FileFormat format) {
    Picture picture = smooth(64, 48, 3, new Metadata(SRGB, exif(6)));
    assertSurvivesDamage(ImageFiles.encode(picture, format, 90), 400);
  }

  @Test
  void aPngWhosePixelsAreMissingIsRefused() {
    byte[] png = ImageFiles.encode(noise(64, 64, 3, false, 8, Metadata.NONE), FileFormat.PNG, 95);
    int data = indexOf(png, "IDAT");
    int length = ByteBuffer.wrap(png).getInt(data - 4);
    byte[] content = java.util.Arrays.copyOfRange(png, data, data + 4 + length / 2);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(content);
    ByteBuffer half = ByteBuffer.allocate(png.length);
    half.put(png, 0, data - 4).putInt(length / 2).put(content).putInt((int) crc.getValue());
    half.put(png, png.length - 12, 12);
    byte[] file = java.util.Arrays.copyOf(half.array(), half.position());
    assertThrows(InputException.class, () -> decode(file));
  }

  @Test
  void aJpegWhosePixelsAreMissingIsRefused() {
    byte[] jpeg = ImageFiles.encode(noise(64, 64, 3, false, 8, Metadata.NONE), FileFormat.JPEG, 95);
    byte[] file = java.util.Arrays.copyOf(jpeg, jpeg.length / 2);
    file[file.length - 2] = (byte) 0xff;
    file[file.length - 1] = (byte) 0xd9;
    assertThrows(InputException.class, () -> decode(file));
  }

  /** Either a picture or an {@link InputException}, whatever bytes are wrong. */
  private static void assertSurvivesDamage(byte[] file, int times) {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < times; i++) {
      byte[] damaged = file.clone();
      int within = i % 2 == 0 ? Math.min(200, file.length) : file.length;
      for (int flips = random.nextInt(1, 5); flips > 0; flips--) {
        damaged[random.nextInt(within)] = (byte) random.nextInt();
      }
      try {
        assertNotNull(ImageFiles.decode(damaged, "damaged", 1_000_000));
      } catch (InputException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("damaged "), e.getMessage());
      }
    }
  }

  private static void assertSays(String part, org.junit.jupiter.api.function.Executable action) {
    String message = String.valueOf(assertThrows(InputException.class, action).getMessage());
    assertTrue(message.contains(part), message);
    assertTrue(message.endsWith("."), message);
  }

  private static Picture decode(byte[] file) {
    return ImageFiles.decode(file, "x.png", ImageFiles.MOST_PIXELS);
  }

  private static Picture roundTrip(Picture picture, FileFormat format) {
    return decode(ImageFiles.encode(picture, format, 95));
  }

  private static void assertSame(Image expected, Image actual) {
    assertEquals(expected.channels(), actual.channels());
    assertEquals(expected.width(), actual.width());
    for (int c = 0; c < expected.channels(); c++) {
      assertArrayEquals(expected.plane(c), actual.plane(c), 1e-6f);
    }
  }

  private static Picture noise(
      int width, int height, int channels, boolean alpha, int bits, Metadata metadata) {
    SplittableRandom random = new SplittableRandom(3);
    float[][] planes = new float[channels + 1][width * height];
    for (float[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = random.nextInt(1 << bits) / (float) ((1 << bits) - 1);
      }
    }
    Image colour = Image.of(width, height, java.util.Arrays.copyOf(planes, channels));
    Image opacity = alpha ? Image.of(width, height, planes[channels]) : null;
    return new Picture(colour, opacity, bits, metadata, null);
  }

  private static Picture smooth(int width, int height, int channels, Metadata metadata) {
    float[][] planes = new float[channels][width * height];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < planes[c].length; i++) {
        planes[c][i] = (float) (0.5 + 0.4 * Math.sin(i % width / 9.0 + c) * Math.cos(i / 900.0));
      }
    }
    return new Picture(Image.of(width, height, planes), null, 8, metadata, null);
  }

  private static final int EXIF_WIDTH = 8 + 2 + 2 * 12 + 4 + 2 + 8;

  /** Orientation and, in the details, a size of 3x2. */
  private static byte[] exif(int orientation) {
    ByteBuffer block = ByteBuffer.allocate(8 + 2 * (2 + 2 * 12 + 4));
    block.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    block.putShort((short) 2);
    block.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
    block.putShort((short) 0);
    block.putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(8 + 2 + 24 + 4);
    block.putInt(0);
    block.putShort((short) 2);
    block.putShort((short) 0xa002).putShort((short) 4).putInt(1).putInt(3);
    block.putShort((short) 0xa003).putShort((short) 4).putInt(1).putInt(2);
    return block.array();
  }

  private static int indexOf(byte[] file, String type) {
    return new String(file, StandardCharsets.ISO_8859_1).indexOf(type);
  }
}
