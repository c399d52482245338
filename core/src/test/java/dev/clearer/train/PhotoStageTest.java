package dev.clearer.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.net.Models;
import dev.clearer.tensor.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A network whose halves share a trunk, trained with its uncertainty. */
@ExtendWith(OneThread.class)
class PhotoStageTest {
  private static final String PHOTO =
      """
        networks:
          - network: {kind: photo, width: 8, estimatorBlocks: 2, restorerBlocks: 1, known: 4,
              classes: 3}
            initial: ""
        classes: numbers
        scales: [4]
        learns: BOTH
        told: HALF
        losses: {picture: L1, maps: {BLUR: 0.1, CLASSES: 0.01, UNCERTAINTY: 0.05}, auxiliary: {}}
        restoredSide: 8
      """;

  @TempDir Path folder;

  @Test
  void learnsAndGoesOnBitForBit() throws Exception {
    Path set = TinySet.in(folder.resolve("set"));
    List<String> lines = new ArrayList<>();
    Path once = folder.resolve("once");
    assertTrue(Trainer.start(TinyExperiments.of(PHOTO, set), once, lines::add).run());
    Path twice = folder.resolve("twice");
    Trainer[] trainer = new Trainer[1];
    trainer[0] =
        Trainer.start(
            TinyExperiments.of(PHOTO, set),
            twice,
            line -> {
              if (line.startsWith("step 2 of 4")) {
                trainer[0].stop();
              }
            });
    trainer[0].run();
    Trainer.resume(twice, lines::add).run();
    for (String file :
        List.of("step-00000004.safetensors", "validation.csv", "model.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(once.resolve(file)), Files.readAllBytes(twice.resolve(file)), file);
    }
    String header = Files.readAllLines(once.resolve("log.csv")).get(0);
    assertTrue(header.contains("uncertainty"), header);
    String model = once.resolve("model.safetensors").toString();
    assertEquals("photo", Weights.read(Path.of(model)).metadata().get("clearer.architecture"));
    assertTrue(Models.open(model).isJoint());
  }
}
