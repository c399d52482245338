package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Picture;
import dev.clearer.net.photo.Photo;
import dev.clearer.net.photo.PhotoConfig;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code clearer deblur} with untrained weights. */
class DeblurCommandTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path model = Path.of("unset");

  @BeforeAll
  static void writeModel() {
    model = shared.resolve("photo.safetensors");
    torch.manual_seed(1);
    Weights.of(new Photo(new PhotoConfig(8, 2, 2, 8, 11))).write(model);
  }

  private static CommandLineRun deblur(Object... arguments) {
    Stream<Object> all = Stream.of("deblur", "--model=" + model, "--precision=f32");
    return CommandLineRun.of(Stream.concat(all, Stream.of(arguments)).toArray());
  }

  private Path picture(String name) {
    float[][] planes = new float[3][30 * 20];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < planes[c].length; i++) {
        planes[c][i] = (i * (c + 5) % 17 + i % 30) / 48f;
      }
    }
    Path file = folder.resolve(name);
    ImageFiles.write(Picture.of(Image.of(30, 20, planes)), file);
    return file;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  @Test
  void keepsTheSizeAndNamesTheResultClear() throws IOException {
    CommandLineRun run = deblur(picture("a.jpg"));
    assertEquals(0, run.code(), run.err());
    assertEquals(List.of("a.jpg", "a_clear.png"), names());
    Picture result = ImageFiles.read(folder.resolve("a_clear.png"));
    assertEquals(30, result.width());
    assertEquals(20, result.height());
    assertTrue(run.out().contains("30x20 to 30x20"), run.out());
    assertTrue(run.out().contains("uncertainty mean"), run.out());
  }

  @Test
  void writesAllMapsOfTheModel() throws IOException {
    CommandLineRun run = deblur(picture("a.png"), "--output", folder.resolve("out"), "--maps");
    assertEquals(0, run.code(), run.err());
    for (String map : List.of("", "_blur", "_semantics", "_uncertainty", "_noise")) {
      Picture written = ImageFiles.read(folder.resolve("out/a" + map + ".png"));
      assertEquals(30, written.width(), map);
      assertEquals(20, written.height(), map);
    }
  }

  @Test
  void keepsTheFormatOnRequest() throws IOException {
    for (String name : List.of("a.jpg", "b.JPEG", "c.tif", "d.webp", "e.png")) {
      assertEquals(0, deblur(picture(name), "--format=same").code());
    }
    assertTrue(
        names()
            .containsAll(
                List.of(
                    "a_clear.jpg", "b_clear.jpeg", "c_clear.tif", "d_clear.webp", "e_clear.png")),
        names().toString());
    assertEquals((byte) 0xff, bytes("b_clear.jpeg")[0]);
    assertEquals('R', bytes("d_clear.webp")[0]);
  }

  @Test
  void resultsOfAnEarlierRunAreNotInputs() throws IOException {
    picture("a.png");
    assertEquals(0, deblur(folder).code());
    CommandLineRun again = deblur(folder);
    assertEquals(0, again.code(), again.err());
    assertEquals(List.of("a.png", "a_clear.png"), names());
  }

  @Test
  void isUpscaleAtScaleOne() throws IOException {
    Path picture = picture("a.png");
    assertEquals(0, deblur(picture).code());
    CommandLineRun upscaled =
        CommandLineRun.of("upscale", "--model=" + model, "--precision=f32", "--scale=1", picture);
    assertEquals(0, upscaled.code(), upscaled.err());
    assertArrayEquals(bytes("a_x1.png"), bytes("a_clear.png"));
  }

  @Test
  void noiseAndBlurOptionsReachTheNetwork() throws IOException {
    Path picture = picture("a.png");
    assertEquals(0, deblur(picture, "--name=plain").code());
    assertEquals(0, deblur(picture, "--name=same", "--denoise=1", "--strength=1").code());
    assertEquals(0, deblur(picture, "--name=denoised", "--denoise=10").code());
    assertEquals(0, deblur(picture, "--name=stronger", "--strength=3").code());
    assertArrayEquals(bytes("plain.png"), bytes("same.png"));
    assertFalse(Arrays.equals(bytes("plain.png"), bytes("denoised.png")));
    assertFalse(Arrays.equals(bytes("plain.png"), bytes("stronger.png")));
  }

  @Test
  void wideBlurIsRestoredAtHalfTheSize() {
    CommandLineRun run = deblur(picture("a.png"), "--range=2");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("restored at half the size (--range 2)"), run.out());
  }

  @Test
  void refusesWhatTheModelCannotDo() throws IOException {
    Path picture = picture("a.png");
    CommandLineRun denoise =
        CommandLineRun.of("deblur", "--model=compact-x4", "--denoise=0.5", picture);
    assertEquals(2, denoise.code());
    assertTrue(denoise.err().contains("reads no noise level"), denoise.err());
    CommandLineRun range = CommandLineRun.of("deblur", "--model=compact-x4", "--range=4", picture);
    assertEquals(2, range.code());
    assertTrue(range.err().contains("leave --range out"), range.err());
    assertEquals(List.of("a.png"), names());
  }

  @Test
  void refusesValuesOutOfRange() {
    Path picture = picture("a.png");
    for (String option : List.of("--range=3", "--range=x", "--denoise=-1", "--denoise=11")) {
      CommandLineRun run = deblur(picture, option);
      assertEquals(2, run.code(), option);
      assertFalse(run.err().contains("Exception"), run.err());
    }
    assertEquals(2, deblur(picture, "--scale=2").code());
  }
}
