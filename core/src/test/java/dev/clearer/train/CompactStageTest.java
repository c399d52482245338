package dev.clearer.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class CompactStageTest {
  @TempDir Path folder;

  private final List<String> lines = new ArrayList<>();
  private Path set;

  @BeforeEach
  void build() {
    set = TinySet.in(folder.resolve("set"));
  }

  private Path train(String name, String... settings) throws InterruptedException {
    Path run = folder.resolve(name);
    Experiment experiment = TinyExperiments.of(TinyExperiments.COMPACT, set, settings);
    assertTrue(Trainer.start(experiment, run, lines::add).run());
    return run;
  }

  @Test
  void fourStepsAreTwoAndTwoBitForBit() throws Exception {
    Path once = train("once");
    Path twice = folder.resolve("twice");
    Trainer[] trainer = new Trainer[1];
    trainer[0] =
        Trainer.start(
            TinyExperiments.of(TinyExperiments.COMPACT, set),
            twice,
            line -> {
              if (line.startsWith("step 2 of 4")) {
                trainer[0].stop();
              }
            });
    trainer[0].run();
    assertEquals(2, trainer[0].step());
    Trainer.resume(twice, lines::add).run();
    for (String file :
        List.of(
            "step-00000004.safetensors",
            "best.safetensors",
            "validation.csv",
            "model.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(once.resolve(file)), Files.readAllBytes(twice.resolve(file)), file);
    }
  }

  @Test
  void partsOfABatchGiveTheGradientsOfTheWhole() throws Exception {
    Weights whole = Weights.read(train("whole", "training.parts=1").resolve("model.safetensors"));
    Weights parts = Weights.read(train("parts", "training.parts=4").resolve("model.safetensors"));
    // Their class losses are means over the labelled pixels of a part: compare where those do not
    // reach.
    String name = "restorer.tail.weight";
    assertArrayEquals(values(whole, name), values(parts, name), 2e-5f);
  }

  private static float[] values(Weights weights, String name) {
    float[][] values = new float[1][];
    Scope.run(() -> values[0] = Tensors.values(weights.tensor(name)));
    return values[0];
  }

  @Test
  void aRunBeginsWithTheModelOfAnother() throws Exception {
    Path first = train("first");
    Path next =
        train(
            "next",
            "stage.networks.0.initial=" + first,
            "training.schedule.rate=1e-12",
            "training.schedule.floor=0",
            "training.steps=1");
    Weights before = Weights.read(first.resolve("model.safetensors"));
    String own = "restorer.tail.weight";
    assertArrayEquals(
        values(before, own), values(Weights.read(next.resolve("model.safetensors")), own), 1e-9f);
    assertTrue(lines.contains("begins with the weights of " + first), lines::toString);
  }

  @Test
  void oneHalfLearnsBesideTheOtherAsItWas() throws Exception {
    Path first = train("first");
    for (String half : List.of("estimator", "restorer")) {
      String setting = "stage.learns=" + half.toUpperCase(Locale.ROOT);
      Path run = train(half, "stage.networks.0.initial=" + first, setting);
      Weights before = Weights.read(first.resolve("model.safetensors"));
      Weights after = Weights.read(run.resolve("model.safetensors"));
      for (String name : before.names()) {
        boolean moved = !Arrays.equals(values(before, name), values(after, name));
        assertEquals(name.startsWith(half + "."), moved, name + " beside " + setting);
      }
    }
  }

  @Test
  void aRestorerIsNotToldByAnEstimatorThatKnowsNothing() {
    InputException error =
        assertThrows(InputException.class, () -> train("run", "stage.learns=RESTORER"));
    assertTrue(
        String.valueOf(error.getMessage()).contains("needs initial weights"), error::toString);
  }

  @Test
  void anEstimatorAloneIsChosenByItsMaps() throws Exception {
    train("run", "stage.learns=ESTIMATOR");
    String score =
        lines.stream().filter(line -> line.startsWith("step 4: score")).findFirst().orElseThrow();
    assertTrue(score.matches("step 4: score -?\\d\\.\\d.*"), score); // PSNR would be over 10
  }

  @Test
  void cropsMustFitTheWindows() {
    InputException error =
        assertThrows(
            InputException.class, () -> train("run", "data.crop.width=20", "data.crop.height=20"));
    assertFalse(Files.exists(folder.resolve("run")));
    assertTrue(String.valueOf(error.getMessage()).contains("multiples"));
  }
}
