package dev.clearer.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.data.SampleStream;
import dev.clearer.data.Scene;
import dev.clearer.data.Wear;
import dev.clearer.net.Compact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactTrainingTest {
  private static final Compact.Config TINY = new Compact.Config(4, 3, 16, 1, 8, 2, 4, 16, 1);
  private static final CompactTraining.Settings SETTINGS =
      new CompactTraining.Settings(4, 1, 1e-3, 0.05, 0.01, CompactTraining.PictureLoss.L1, 0.99, 7);

  private static SampleStream stream(long first) {
    Path samples = Path.of(System.getProperty("clearer.root"), "samples");
    return new SampleStream(
        List.of(Scene.in(samples)),
        new SampleStream.Settings(2, 16, 4, 21, 1, Wear.NONE, 3, 2),
        first);
  }

  @Test
  void fourStepsAreTwoSaveResumeAndTwoBitForBit(@TempDir Path folder) throws Exception {
    Path once = folder.resolve("once.safetensors");
    Path twice = folder.resolve("twice.safetensors");
    CompactTraining straight = new CompactTraining(TINY, SETTINGS);
    try (SampleStream samples = stream(0)) {
      straight.train(samples, 4);
    }
    straight.save(once);
    CompactTraining half = new CompactTraining(TINY, SETTINGS);
    try (SampleStream samples = stream(0)) {
      half.train(samples, 2);
    }
    half.save(twice);
    CompactTraining rest = new CompactTraining(TINY, SETTINGS);
    rest.resume(twice);
    assertEquals(2, rest.step());
    try (SampleStream samples = stream(2)) {
      rest.train(samples, 99);
    }
    rest.save(twice);
    assertTrue(Arrays.equals(Files.readAllBytes(once), Files.readAllBytes(twice)));
  }

  @Test
  void learningRateRisesAndFalls() {
    CompactTraining.Settings settings =
        new CompactTraining.Settings(100, 10, 1e-3, 0, 0, CompactTraining.PictureLoss.L2, 0, 1);
    assertEquals(1e-4, settings.rate(0), 1e-9);
    assertTrue(settings.rate(20) > settings.rate(60));
    assertEquals(0, settings.rate(100), 1e-12);
  }

  @Test
  void theAverageTrailsTheNetwork() throws Exception {
    CompactTraining training = new CompactTraining(TINY, SETTINGS);
    float before = bias(training.averaged());
    try (SampleStream samples = stream(0)) {
      training.train(samples, 1);
    }
    float moved = bias(training.network()) - before;
    assertTrue(moved != 0);
    assertEquals(0.9 * moved, bias(training.averaged()) - before, 1e-3 * Math.abs(moved));
  }

  private static float bias(Compact network) {
    return network.named_parameters().get("restorer.tail.bias").data_ptr_float().get(0);
  }
}
