package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.FileFormat;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Metadata;
import dev.clearer.image.Picture;
import dev.clearer.net.compact.Compact;
import dev.clearer.net.compact.CompactConfig;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that {@code clearer upscale} reads and writes, with untrained weights. */
class UpscaleFilesTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path model = Path.of("unset");

  @BeforeAll
  static void writeModel() {
    model = shared.resolve("untrained.safetensors");
    torch.manual_seed(1);
    Weights.of(new Compact(CompactConfig.standard())).write(model);
  }

  private static CommandLineRun upscale(Object... arguments) {
    Stream<Object> all =
        Stream.of("upscale", "--model=" + model, "--precision=f32", "--memory=200M");
    return CommandLineRun.of(Stream.concat(all, Stream.of(arguments)).toArray());
  }

  private static Picture picture() {
    float[][] planes = new float[3][48];
    for (int i = 0; i < 48; i++) {
      planes[0][i] = i % 8 < 4 ? 0.2f : 0.9f;
      planes[1][i] = i / 47f;
      planes[2][i] = 0.5f;
    }
    return Picture.of(Image.of(8, 6, planes));
  }

  private Path picture(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageFiles.write(picture(), file);
    return file;
  }

  private Set<String> names(String within) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(within))) {
      return new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
    }
  }

  @Test
  void createsTheOutputFolderAndItsParents() throws IOException {
    Path out = folder.resolve("new/and/deep");
    CommandLineRun run = upscale(picture("a.png"), "-o", out);
    assertEquals(0, run.code(), run.err());
    assertTrue(Files.exists(out.resolve("a.png")));
    Path file = Files.createFile(folder.resolve("file"));
    CommandLineRun refused = upscale(folder.resolve("a.png"), "--output", file.resolve("x"));
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("is a file; name a folder"), refused.err());
  }

  @Test
  void aPatternGivesInputsDifferentNames() throws IOException {
    Path out = folder.resolve("out");
    CommandLineRun run =
        upscale(picture("a.png"), picture("a.jpg"), "-o", out, "--name", "{stem}_{ext}-{scale}");
    assertEquals(0, run.code(), run.err());
    assertEquals(Set.of("a_jpg-4.png", "a_png-4.png"), names("out"));
    picture("in/b.png");
    assertEquals(0, upscale(folder.resolve("in"), "--name", "large {stem}").code());
    assertEquals(Set.of("b.png", "large b.png"), names("in"));
    CommandLineRun again = upscale(folder.resolve("in"), "--name", "large {stem}");
    assertEquals(1, again.out().lines().count(), "results are not inputs");
    CommandLineRun itself = upscale(folder.resolve("in/b.png"), "--name", "{stem}");
    assertTrue(itself.err().contains("would overwrite the input"), itself.err());
  }

  @Test
  void writesNamesOfMaximumLength() throws IOException {
    String longest = "n".repeat(255 - 4 - 3);
    CommandLineRun run = upscale(picture(longest + ".png"));
    assertEquals(0, run.code(), run.err());
    assertEquals(Set.of(longest + ".png", longest + "_x4.png"), names("."));
    CommandLineRun tooLong = upscale(picture("n".repeat(251) + ".png"));
    assertEquals(2, tooLong.code());
    assertTrue(tooLong.err().contains("File name too long."), tooLong.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"95", "lossless"})
  void writesWebp(String quality) throws IOException {
    float[] opacity = new float[48];
    Arrays.fill(opacity, 0, 30, 1);
    Picture half =
        new Picture(picture().colour(), Image.of(8, 6, opacity), 8, new Metadata(null, null), null);
    Path input = folder.resolve("half.png");
    ImageFiles.write(half, input);
    CommandLineRun run = upscale(input, "--format=webp", "--quality", quality);
    assertEquals(0, run.code(), run.err());
    assertEquals(0, upscale(input).code());
    Picture expected = ImageFiles.read(folder.resolve("half_x4.png"));
    Picture webp = ImageFiles.read(folder.resolve("half_x4.webp"));
    assertNotNull(webp.alpha());
    assertNotNull(expected.alpha());
    assertArrayEquals(expected.alpha().plane(0), webp.alpha().plane(0), 1e-6f);
    float tolerance = quality.equals("lossless") ? 1e-6f : 0.25f; // chroma is subsampled
    for (int i = 0; i < 24 * 16; i++) { // where it is opaque
      for (int c = 0; c < 3; c++) {
        assertEquals(expected.colour().plane(c)[i], webp.colour().plane(c)[i], tolerance);
      }
    }
    CommandLineRun jpeg = upscale(input, "--format=jpeg", "--quality=lossless");
    assertEquals(2, jpeg.code());
    assertTrue(jpeg.err().contains("JPEG cannot be lossless"), jpeg.err());
  }

  @Test
  void anInputMayStartWithADash() throws IOException {
    Path here = Path.of("-dash.png");
    try {
      ImageFiles.write(picture(), here);
      CommandLineRun run = upscale("-dash.png", "-o", folder.resolve("out"));
      assertEquals(0, run.code(), run.err());
      assertEquals(Set.of("-dash.png"), names("out"));
    } finally {
      Files.deleteIfExists(here);
    }
    CommandLineRun missing = upscale("-no-such.png");
    assertEquals(2, missing.code());
    assertTrue(
        missing.err().contains("There is neither an option nor a file -no-such.png"),
        missing.err());
  }

  @Test
  void refusesPipesWithoutBlocking() throws Exception {
    Path pipe = folder.resolve("f.png");
    Assumptions.assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no mkfifo here");
    CommandLineRun run = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> upscale(pipe));
    assertEquals(2, run.code());
    assertTrue(run.err().contains("f.png is a pipe or a device, not a file"), run.err());
  }

  @Test
  void countsSkippedFilesOfAFolder() throws Exception {
    picture("in/a.png");
    Files.writeString(folder.resolve("in/notes.txt"), "x");
    Files.writeString(folder.resolve("in/a.xmp"), "x");
    Files.createSymbolicLink(folder.resolve("in/broken.png"), folder.resolve("nowhere"));
    Path report = folder.resolve("report.csv");
    CommandLineRun run =
        upscale(folder.resolve("in"), "-o", folder.resolve("o"), "--report", report);
    assertEquals(0, run.code(), run.err());
    assertEquals(
        List.of(
            "clearer:   1 skipped: a broken link",
            "clearer:   2 skipped: not a picture by its name",
            "clearer: 1 done, 3 skipped, 0 failed"),
        run.err().lines().sorted().toList());
    String lines = Files.readString(report);
    assertTrue(
        lines.contains("broken.png,,skipped,") && lines.contains("notes.txt,,skipped,"), lines);
  }

  @Test
  void theBlurOfFlatPicturesIsNotReported() throws IOException {
    Path flat = folder.resolve("flat.png");
    float[] grey = new float[600];
    Arrays.fill(grey, 0.4f);
    ImageFiles.write(Picture.of(Image.of(30, 20, grey, grey, grey)), flat);
    Path report = folder.resolve("report.csv");
    CommandLineRun run = upscale(flat, "--report", report);
    assertTrue(run.out().contains(", no visible blur, written to"), run.out());
    assertFalse(run.out().contains("blur mean"), run.out());
    assertTrue(Files.readString(report).contains("no visible blur"));
  }

  @Test
  void greyColoursStayGrey() throws IOException {
    float[] grey = new float[600];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (i * 7919 % 256) / 255f;
    }
    Image colour = Image.of(30, 20, grey, grey, grey);
    ImageFiles.write(Picture.of(colour), folder.resolve("rgb.png"));
    ImageFiles.write(Picture.of(Image.of(30, 20, grey)), folder.resolve("grey.png"));
    assertEquals(0, upscale(folder.resolve("rgb.png"), folder.resolve("grey.png")).code());
    Image restored = ImageFiles.read(folder.resolve("rgb_x4.png")).colour();
    assertEquals(3, restored.channels());
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(
          ImageFiles.read(folder.resolve("grey_x4.png")).colour().plane(0), restored.plane(c));
    }
  }

  /** A white disc on transparent black: for any network, its edge must not get darker. */
  @Test
  void hiddenBlackDoesNotBleedIntoEdges() throws IOException {
    float[] disc = new float[1024];
    for (int i = 0; i < 1024; i++) {
      int y = i / 32;
      disc[i] = Math.hypot(i % 32 - 15.5, y - 15.5) < 10 ? 1 : 0;
    }
    Image white = Image.of(32, 32, disc, disc, disc);
    Picture picture = new Picture(white, Image.of(32, 32, disc), 8, new Metadata(null, null), null);
    Path input = folder.resolve("disc.png");
    ImageFiles.write(picture, input);
    float[] even = new float[1024];
    Arrays.fill(even, 1);
    Path plain = folder.resolve("plain.png");
    ImageFiles.write(Picture.of(Image.of(32, 32, even, even, even)), plain);
    assertEquals(0, upscale(input, plain).code());
    Picture result = ImageFiles.read(folder.resolve("disc_x4.png"));
    Image truth = ImageFiles.read(folder.resolve("plain_x4.png")).colour();
    assertNotNull(result.alpha());
    for (int i = 0; i < truth.plane(0).length; i++) {
      if (result.alpha().plane(0)[i] > 0) {
        assertEquals(truth.plane(0)[i], result.colour().plane(0)[i], 1e-6f);
      }
    }
    assertEquals(0, upscale(input, "--format=jpeg").code());
    Image onWhite = ImageFiles.read(folder.resolve("disc_x4.jpg")).colour();
    float darkest = 1;
    for (float value : onWhite.plane(0)) {
      darkest = Math.min(darkest, value);
    }
    float smallest = 1;
    for (float value : truth.plane(0)) {
      smallest = Math.min(smallest, value);
    }
    assertEquals(smallest, darkest, 0.02f, "dark edge");
  }

  @Test
  void restoresTheReadablePartOfDamagedPictures() throws IOException {
    byte[] jpeg = ImageFiles.encode(large(), FileFormat.JPEG, 90);
    Path whole = Files.write(folder.resolve("whole.jpg"), jpeg);
    Path cut = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(jpeg, jpeg.length * 2 / 3));
    Path open = Files.write(folder.resolve("open.jpg"), Arrays.copyOf(jpeg, jpeg.length - 2));
    assertEquals(2, upscale(cut).code());
    assertEquals(0, upscale(whole, open).code());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("whole_x4.png")),
        Files.readAllBytes(folder.resolve("open_x4.png")));
    CommandLineRun run = upscale(cut, "--accept-damaged");
    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.err()
            .lines()
            .anyMatch(
                line ->
                    line.matches(
                        "clearer: \\S+cut\\.jpg is damaged: 3\\d\\.\\d % of the picture is missing\\.")),
        run.err());
    Image there = ImageFiles.read(folder.resolve("cut_x4.png")).colour();
    Image truth = ImageFiles.read(folder.resolve("whole_x4.png")).colour();
    assertArrayEquals(
        Arrays.copyOf(truth.plane(0), truth.width() * truth.height() / 4),
        Arrays.copyOf(there.plane(0), truth.width() * truth.height() / 4),
        2.01f / 255);
  }

  private static Picture large() {
    float[][] planes = new float[3][64 * 96];
    java.util.SplittableRandom random = new java.util.SplittableRandom(5);
    for (float[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (float) random.nextDouble();
      }
    }
    return Picture.of(Image.of(64, 96, planes));
  }

  @Test
  void controlCharactersOfFilesAreEscaped() throws IOException {
    Path odd = folder.resolve("a\u001b[2Jb\nc.png");
    Files.write(odd, ImageFiles.encode(picture(), FileFormat.PNG, 90));
    CommandLineRun run = upscale(odd, folder.resolve("no\u001b]0;x\u0007.png"));
    assertEquals(2, run.code());
    for (String text : List.of(run.out(), run.err())) {
      assertTrue(text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n'), text);
    }
    assertTrue(run.out().contains("a\\x1b[2Jb\\x0ac.png: 8x6"), run.out());
    assertTrue(run.err().contains("no\\x1b]0;x\\x07.png"), run.err());
  }

  @Test
  void controlCharactersInsideFilesAreEscaped() throws IOException {
    Path weights = folder.resolve("w.safetensors");
    String header =
        "{\"a\u001b[31m\":{\"dtype\":\"\\u001b[5mX\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    byte[] json = header.replace("\u001b", "\\u001b").getBytes(StandardCharsets.UTF_8);
    java.nio.ByteBuffer file = java.nio.ByteBuffer.allocate(8 + json.length + 4);
    file.order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
    Files.write(weights, file.array());
    CommandLineRun run = CommandLineRun.of("upscale", "--model=" + weights, picture("a.png"));
    assertEquals(2, run.code());
    assertTrue(run.err().contains("\\x1b[5mX"), run.err());
    assertTrue(run.err().chars().noneMatch(c -> c == 27), run.err());
  }

  @Test
  void reportsThatTheReportCannotBeWritten() throws IOException {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "there is no full disk here");
    CommandLineRun run = upscale(picture("a.png"), "--report", full);
    assertEquals(2, run.code());
    assertTrue(
        run.err().contains("Cannot write the report /dev/full: No space left on device."),
        run.err());
    assertTrue(Files.exists(folder.resolve("a_x4.png")), "the picture is written anyway");
  }

  @Test
  void devicesAreRefused() {
    CommandLineRun run = CommandLineRun.of("train", "/dev/zero");
    assertEquals(2, run.code());
    assertEquals(
        "clearer: /dev/zero is a pipe or a device, not a file. Save its content to a file first.\n",
        run.err());
  }

  @Test
  void ordinaryPicturesHaveNoNote() throws IOException {
    picture("a.png");
    CommandLineRun run = upscale(folder.resolve("a.png"));
    assertNull(ImageFiles.read(folder.resolve("a.png")).note());
    assertEquals("clearer: 1 done, 0 skipped, 0 failed\n", run.err());
  }
}
