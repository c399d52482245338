package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Metadata;
import dev.clearer.image.Picture;
import dev.clearer.net.compact.Compact;
import dev.clearer.net.compact.CompactConfig;
import dev.clearer.tensor.Weights;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code clearer upscale} with untrained weights in a temporary folder. */
class UpscaleCommandTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path model = Path.of("unset");

  @BeforeAll
  static void writeModel() {
    model = shared.resolve("untrained.safetensors");
    Weights.of(new Compact(CompactConfig.standard())).write(model);
  }

  private static Picture colours(int width, int height) {
    float[][] planes = new float[3][width * height];
    for (int i = 0; i < width * height; i++) {
      planes[0][i] = (i % width) / (float) width;
      planes[1][i] =
          i % width < width / 2 ? 0.4f : 0.6f; // an edge, so that the picture is not flat
      planes[2][i] = i / (float) (width * height);
    }
    return Picture.of(Image.of(width, height, planes));
  }

  private Path picture(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageFiles.write(colours(9, 7), file);
    return file;
  }

  private Path outputFolder() throws IOException {
    return Files.createDirectories(folder.resolve("out"));
  }

  private static Set<String> namesIn(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static CommandLineRun upscale(Object... arguments) {
    Object[] all = Arrays.copyOf(arguments, arguments.length + 3);
    all[arguments.length] = "--model=" + model;
    all[arguments.length + 1] = "--precision=f32";
    all[arguments.length + 2] = "--memory=200M";
    Object[] withCommand = new Object[all.length + 1];
    withCommand[0] = "upscale";
    System.arraycopy(all, 0, withCommand, 1, all.length);
    return CommandLineRun.of(withCommand);
  }

  /** Rotating by 180 degrees before or after gives the same result only with an ensemble. */
  @Test
  void ensemblesAreRotationInvariant() throws IOException {
    Path out = outputFolder();
    Path upright = folder.resolve("upright.png");
    Path turned = folder.resolve("turned.png");
    Image picture = colours(32, 16).colour();
    ImageFiles.write(Picture.of(picture), upright);
    ImageFiles.write(Picture.of(turned(picture)), turned);
    CommandLineRun run = upscale(upright, turned, "--output", out, "--ensemble");
    assertEquals(0, run.code(), run.err());
    float[] expected = turned(ImageFiles.read(out.resolve("upright.png")).colour()).plane(1);
    float[] actual = ImageFiles.read(out.resolve("turned.png")).colour().plane(1);
    assertArrayEquals(expected, actual, 1.01f / 255);
    upscale(turned, "--output", out);
    float[] single = ImageFiles.read(out.resolve("turned.png")).colour().plane(1);
    assertFalse(Arrays.equals(actual, single), "the ensemble has no effect");
  }

  private static Image turned(Image picture) {
    float[][] planes = new float[picture.channels()][];
    for (int c = 0; c < planes.length; c++) {
      float[] plane = picture.plane(c);
      planes[c] = new float[plane.length];
      for (int i = 0; i < plane.length; i++) {
        planes[c][i] = plane[plane.length - 1 - i];
      }
    }
    return Image.of(picture.width(), picture.height(), planes);
  }

  @Test
  void writesPictureAndMapsOfTheOutputsSize() throws IOException {
    Path out = outputFolder();
    CommandLineRun run = upscale(picture("bird.png"), "--output", out, "--maps");
    assertEquals(0, run.code(), run.err());
    assertEquals(Set.of("bird.png", "bird_blur.png", "bird_semantics.png"), namesIn(out));
    Picture enlarged = ImageFiles.read(out.resolve("bird.png"));
    assertEquals(List.of(36, 28), List.of(enlarged.width(), enlarged.height()));
    assertEquals(36, MapFiles.readBlur(out.resolve("bird_blur.png")).width());
    assertEquals(28, MapFiles.readLabels(out.resolve("bird_semantics.png")).height());
    assertEquals("clearer: 1 done, 0 skipped, 0 failed\n", run.err());
    assertTrue(
        run.out()
            .matches(
                "\\S+bird\\.png: 9x7 to 36x28 in [\\d.]+ s, blur mean [\\d.]+ max [\\d.]+ px,"
                    + " written to \\S+bird\\.png\\R"),
        run.out());
  }

  @ParameterizedTest
  @CsvSource({"1, 9, 7", "2, 18, 14", "3, 27, 21"})
  void smallerScalesAreResized(int scale, int width, int height) throws IOException {
    picture("bird.png");
    CommandLineRun run = upscale(folder.resolve("bird.png"), "--scale", scale);
    assertEquals(0, run.code(), run.err());
    Picture enlarged = ImageFiles.read(folder.resolve("bird_x" + scale + ".png"));
    assertEquals(List.of(width, height), List.of(enlarged.width(), enlarged.height()));
  }

  @Test
  void keepsGreyAlphaSixteenBitsAndTheProfile() throws IOException {
    float[] grey = new float[30];
    float[] alpha = new float[30];
    Arrays.fill(grey, 0.3f);
    Arrays.fill(alpha, 0, 15, 1);
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
    Metadata metadata = new Metadata(profile, exif(1));
    Picture input = new Picture(Image.of(6, 5, grey), Image.of(6, 5, alpha), 16, metadata, null);
    ImageFiles.write(input, folder.resolve("grey.png"));
    CommandLineRun run = upscale(folder.resolve("grey.png"));
    assertEquals(0, run.code(), run.err());
    Picture enlarged = ImageFiles.read(folder.resolve("grey_x4.png"));
    assertEquals(1, enlarged.colour().channels());
    assertEquals(16, enlarged.bitDepth());
    Image transparency = assertPresent(enlarged.alpha());
    assertEquals(24, transparency.width());
    assertEquals(1, transparency.at(0, 0, 0), 1e-3);
    assertEquals(0, transparency.at(0, 19, 23), 1e-3);
    assertArrayEquals(profile, enlarged.metadata().iccProfile());
    assertArrayEquals(exif(1), enlarged.metadata().exif());
  }

  @Test
  void rotatesPhotographsUprightAndKeepsProfileAndExif() throws IOException {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    Picture rotated =
        new Picture(colours(9, 7).colour(), null, 8, new Metadata(profile, exif(6)), null);
    ImageFiles.write(rotated, folder.resolve("phone.jpg"));
    for (String format : List.of("png", "jpeg")) {
      CommandLineRun run = upscale(folder.resolve("phone.jpg"), "--format", format);
      assertEquals(0, run.code(), run.err());
      String ending = format.equals("png") ? "png" : "jpg";
      Picture enlarged = ImageFiles.read(folder.resolve("phone_x4." + ending));
      assertEquals(List.of(28, 36), List.of(enlarged.width(), enlarged.height()));
      assertArrayEquals(profile, enlarged.metadata().iccProfile());
      assertArrayEquals(exif(1), enlarged.metadata().exif());
      assertEquals(8, enlarged.bitDepth());
    }
  }

  /** Big-endian EXIF with a maker's name and an orientation. */
  private static byte[] exif(int orientation) {
    ByteBuffer block = ByteBuffer.allocate(8 + 2 + 2 * 12 + 4);
    block.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    block.putShort((short) 2);
    block.putShort((short) 0x10f).putShort((short) 2).putInt(4);
    block.put("Cam\0".getBytes(StandardCharsets.US_ASCII));
    block.putShort((short) 0x112).putShort((short) 3).putInt(1);
    block.putShort((short) orientation).putShort((short) 0).putInt(0);
    return block.array();
  }

  private static Image assertPresent(@org.jspecify.annotations.Nullable Image image) {
    assertNotNull(image);
    return image;
  }

  @Test
  void processesTheFilesOfAFolder() throws IOException {
    picture("in/one.png");
    picture("in/two.jpg");
    picture("in/deeper/three.png");
    Files.writeString(folder.resolve("in/notes.txt"), "no picture");
    Path out = outputFolder();
    CommandLineRun run = upscale(folder.resolve("in"), "--output", out);
    assertEquals(0, run.code(), run.err());
    assertEquals(Set.of("one.png", "two.png"), namesIn(out));
  }

  @Test
  void continuesAfterInvalidPictures() throws IOException {
    Path text = Files.writeString(folder.resolve("words.png"), "these are only words");
    byte[] whole = Files.readAllBytes(picture("whole.png"));
    Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
    Path missing = folder.resolve("missing.png");
    Path out = outputFolder();
    CommandLineRun run = upscale(text, cut, missing, folder.resolve("whole.png"), "--output", out);
    assertEquals(2, run.code());
    assertEquals(Set.of("whole.png"), namesIn(out));
    assertEquals(3 + 1 + 3, run.err().lines().count(), run.err());
    for (Path named : List.of(text, cut, missing)) {
      assertTrue(run.err().contains(named.toString()), run.err());
    }
    assertFalse(run.err().contains("Exception"), run.err());
  }

  @Test
  void refusesTwoInputsForOneOutput() throws IOException {
    Path out = outputFolder();
    CommandLineRun run =
        upscale(
            picture("a/bird.png"), picture("b/bird.jpg"), picture("c/fish.png"), "--output", out);
    assertEquals(2, run.code());
    assertEquals(Set.of("fish.png"), namesIn(out));
    assertTrue(run.err().contains("--name '{stem}_{ext}'"), run.err());
  }

  @Test
  void neverOverwritesAnInput() throws IOException {
    Path bird = picture("bird.png");
    byte[] before = Files.readAllBytes(bird);
    CommandLineRun run = upscale(bird, "--output", folder);
    assertEquals(2, run.code());
    assertTrue(run.err().contains("would overwrite the input"), run.err());
    assertArrayEquals(before, Files.readAllBytes(bird));
    assertEquals(Set.of("bird.png"), namesIn(folder));
  }

  @Test
  void neverOverwritesAnInputWithTheMapOfAnother() throws IOException {
    Path bird = picture("in/bird.png");
    Path map = picture("in/bird_x4_blur.png");
    CommandLineRun run = upscale(bird, map, "--maps");
    assertEquals(2, run.code());
    assertEquals(9, ImageFiles.read(map).width());
    assertTrue(Files.exists(folder.resolve("in/bird_x4_blur_x4.png")));
    assertFalse(Files.exists(folder.resolve("in/bird_x4.png")));
  }

  @Test
  void processesAnInputThatIsNamedTwiceOnce() throws IOException {
    Path bird = picture("in/bird.png");
    CommandLineRun run = upscale(bird, folder.resolve("in"), folder.resolve("in/../in/bird.png"));
    assertEquals(0, run.code(), run.err());
    assertEquals(1, run.out().lines().count());
  }

  @ParameterizedTest
  @CsvSource({
    "--scale=5",
    "--scale=0",
    "--scale=two",
    "--memory=lots",
    "--memory=0G",
    "--precision=f64",
    "--device=abacus",
    "--device=cuda",
    "--format=bmp",
    "--quality=0",
    "--quality=fine",
    "--name=a/b",
    "--name={stm}",
    "--name=",
    "--keep-going",
    "--jobs=0",
    "--report=/no/such/folder/report.csv",
    "--limit=0",
    "--limit=-1",
    "--output=/dev/null/folder",
    "--model=no-such-model",
    "--model=/no/such/file.safetensors",
    "--blur=no-such-map.png",
    "--blur=1000",
    "--blur=-1",
    "--strength=0",
    "--strength=eleven",
    "--strength=11",
    "--no-such-option"
  })
  void refusesWrongArguments(String argument) throws IOException {
    CommandLineRun run = CommandLineRun.of("upscale", picture("bird.png"), argument);
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().startsWith("clearer: "), run.err());
    assertFalse(run.err().contains("Exception"), run.err());
    assertEquals(Set.of("bird.png"), namesIn(folder));
  }

  @Test
  void restoresWithTheGivenBlur() throws IOException {
    Path bird = picture("bird.png");
    assertEquals(0, upscale(bird, "--maps", "--blur=1.25", "--strength=2").code());
    Path map = folder.resolve("bird_x4_blur.png");
    for (float sigma : MapFiles.readBlur(map).sigma()) {
      assertEquals(2.5f, sigma, 0, "a value that the file stores exactly");
    }
    byte[] uniform = Files.readAllBytes(folder.resolve("bird_x4.png"));
    Path kept = Files.copy(map, folder.resolve("given.map"));
    assertEquals(0, upscale(bird, "--blur", kept).code());
    assertArrayEquals(uniform, Files.readAllBytes(folder.resolve("bird_x4.png")));
    assertEquals(0, upscale(bird).code());
    assertFalse(Arrays.equals(uniform, Files.readAllBytes(folder.resolve("bird_x4.png"))));
  }

  @Test
  void refusesABlurMapOfAnotherPicture() throws IOException {
    ImageFiles.write(colours(11, 7), folder.resolve("other.png"));
    upscale(folder.resolve("other.png"), "--maps");
    Path map = folder.resolve("other_x4_blur.png");
    CommandLineRun run = upscale(picture("bird.png"), "--blur", map);
    assertEquals(2, run.code());
    assertTrue(run.err().contains("44x28") && run.err().contains("36x28"), run.err());
    assertFalse(Files.exists(folder.resolve("bird_x4.png")));
  }

  @Test
  void refusesPicturesOverTheLimit() throws IOException {
    CommandLineRun run = upscale(picture("bird.png"), "--limit", "0.00006");
    assertEquals(2, run.code());
    assertEquals(Set.of("bird.png"), namesIn(folder));
  }

  @Test
  void refusesFilesThatAreNotWeights() throws IOException {
    Path words = Files.writeString(folder.resolve("words.safetensors"), "these are only words");
    CommandLineRun run = CommandLineRun.of("upscale", picture("bird.png"), "--model", words);
    assertEquals(2, run.code());
    assertTrue(run.err().contains("words.safetensors"), run.err());
  }

  @Test
  void refusesAnEmptyFolder() throws IOException {
    CommandLineRun run = upscale(outputFolder());
    assertEquals(2, run.code());
    assertTrue(run.err().contains("holds no picture"), run.err());
  }

  @Test
  void needsAnInput() {
    assertEquals(2, CommandLineRun.of("upscale").code());
    assertEquals(2, CommandLineRun.of().code());
    assertEquals(2, CommandLineRun.of("enlarge").code());
  }

  @Test
  void printsHelp() {
    CommandLineRun run = CommandLineRun.of("upscale", "--help");
    assertEquals(0, run.code());
    for (String part :
        List.of(
            "--output",
            "--scale",
            "--maps",
            "--model",
            "--memory",
            "--precision",
            "--device",
            "--limit",
            "--recursive",
            "--format",
            "--jobs",
            "--skip-finished",
            "--accept-damaged",
            "--quality",
            "--name",
            "--report",
            "--blur",
            "--strength",
            "Examples:")) {
      assertTrue(run.out().contains(part), part);
    }
    assertTrue(CommandLineRun.of("--help").out().contains("upscale"));
  }
}
