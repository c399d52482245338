package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Picture;
import dev.clearer.net.Architecture;
import dev.clearer.net.Description;
import dev.clearer.net.PairConfig;
import dev.clearer.net.block.Gia;
import dev.clearer.net.cmos.Cmos;
import dev.clearer.net.cmos.Hrnet;
import dev.clearer.net.rrdbsft.RrdbSft;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The result of the paper's stage 3 is an ordinary model, for any sizes of its networks. */
class PaperModelTest {
  private static final Gia.Window WINDOW = new Gia.Window(4, 4);
  private static final PairConfig SIZES =
      new PairConfig(
          new Cmos.Config(
              3,
              new Hrnet.Config(4, List.of(4, 4, 6, 8), List.of(1, 1, 1), 1),
              List.of(2, 2, 2, 2),
              WINDOW),
          new RrdbSft.Config(8, 4, 1, 2, WINDOW));
  @TempDir Path folder;

  private Path model = Path.of("unset");
  private Path data = Path.of("unset");

  @BeforeEach
  void writeRun() throws IOException {
    model = folder.resolve("model.safetensors");
    written(model, true);
    data = Files.createDirectory(folder.resolve("data"));
    float[] plane = new float[48 * 36];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (i * 7 % 11 + i / 48 % 3) / 13f;
    }
    ImageFiles.write(Picture.of(Image.of(48, 36, plane, plane, plane)), data.resolve("a.png"));
  }

  /** Writes a model with or without its description. */
  private static void written(Path file, boolean described) {
    Description<?> description =
        new Description<>(Architecture.of(SIZES), SIZES, List.of("wall", "floor", "chair"));
    Weights.of(description.build().module())
        .withMetadata(described ? description.metadata() : Map.of())
        .write(file);
  }

  @Test
  void upscaleAcceptsIt() {
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
  void evaluateMeasuresItWithTheTrueBlurToo() {
    CommandLineRun run = CommandLineRun.of("evaluate", "--data", data, "--model", "paper=" + model);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains(" paper |"), run.out());
    assertTrue(run.out().contains(" paper, given the true blur |"), run.out());
  }

  @Test
  void withoutDescriptionOnlyTheSizesOfThePaperFit() {
    Path alone = data.resolve("alone.safetensors");
    written(alone, false);
    CommandLineRun run = CommandLineRun.of("upscale", data.resolve("a.png"), "--model", alone);
    assertEquals(2, run.code());
    assertTrue(run.err().contains("Choose weights of the same configuration"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void combinesHalvesOfTwoModelsIfTheyFit() {
    Path picture = data.resolve("a.png");
    CommandLineRun fits =
        CommandLineRun.of("upscale", picture, "--estimator", "compact-x4", "--restorer", model);
    assertEquals(0, fits.code(), fits.err());
    CommandLineRun doesNot = CommandLineRun.of("upscale", picture, "--estimator", model);
    assertEquals(2, doesNot.code());
    assertTrue(
        doesNot
            .err()
            .contains("compact was trained with 11 classes, but the estimator cmos tells 3"),
        doesNot.err());
    assertEquals(1, doesNot.err().lines().count(), doesNot.err());
  }
}
