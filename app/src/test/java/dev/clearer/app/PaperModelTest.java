package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Picture;
import dev.clearer.net.BlindSr;
import dev.clearer.net.Cmos;
import dev.clearer.net.Gia;
import dev.clearer.net.Hrnet;
import dev.clearer.net.RrdbSft;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of the paper's stage 3 leaves is a model like any other, whatever its sizes. */
class PaperModelTest {
  private static final Gia.Window WINDOW = new Gia.Window(4, 4);
  private static final BlindSr.Config SIZES =
      new BlindSr.Config(
          new Cmos.Config(
              3,
              new Hrnet.Config(4, List.of(4, 4, 6, 8), List.of(1, 1, 1), 1),
              List.of(2, 2, 2, 2),
              WINDOW),
          new RrdbSft.Config(8, 4, 1, 2, WINDOW));
  private static final String CONFIG =
      """
      stage:
        kind: blind
        network:
          cmos: {classes: 3, groups: [2, 2, 2, 2], window: {height: 4, width: 4},
            backbone: {stem: 4, widths: [4, 4, 6, 8], modules: [1, 1, 1], blocks: 1}}
          restorer: {channels: 8, growth: 4, blocks: 1, groups: 2, window: {height: 4, width: 4}}
        estimator: one
        restorer: two
      data: {}
      sampling: {}
      training: {}
      output: {}
      """;

  @TempDir Path folder;

  private Path model = Path.of("unset");
  private Path data = Path.of("unset");

  @BeforeEach
  void writeRun() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    model = run.resolve("model.safetensors");
    Weights.of(new BlindSr(SIZES)).write(model);
    Files.writeString(run.resolve("config.yml"), CONFIG);
    data = Files.createDirectory(folder.resolve("data"));
    float[] plane = new float[48 * 36];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (i * 7 % 11 + i / 48 % 3) / 13f;
    }
    ImageFiles.write(Picture.of(Image.of(48, 36, plane, plane, plane)), data.resolve("a.png"));
  }

  @Test
  void upscaleTakesIt() {
    CommandLineRun run =
        CommandLineRun.of("upscale", data.resolve("a.png"), "--maps", "--model", model);
    assertEquals(0, run.code(), run.err());
    for (String name : List.of("a_x4.png", "a_x4_blur.png", "a_x4_semantics.png")) {
      Picture written = ImageFiles.read(data.resolve(name), Long.MAX_VALUE);
      assertEquals(192, written.width(), name);
      assertEquals(144, written.height(), name);
    }
  }

  @Test
  void evaluateMeasuresItToldTheBlurToo() {
    CommandLineRun run = CommandLineRun.of("evaluate", "--data", data, "--model", "paper=" + model);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains(" paper |"), run.out());
    assertTrue(run.out().contains(" paper, told the true blur |"), run.out());
  }

  @Test
  void withoutItsRunOtherSizesThanThePapersAreUnknown() throws IOException {
    Path alone = Files.copy(model, data.resolve("alone.safetensors"));
    CommandLineRun run = CommandLineRun.of("upscale", data.resolve("a.png"), "--model", alone);
    assertEquals(2, run.code());
    assertTrue(run.err().contains("leave them in the folder of their run"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }
}
