package dev.clearer.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.clearer.net.BlindSr;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSizesTest {
  /** As the published experiments write them. */
  private static final Path CONFIGS = Path.of(System.getProperty("clearer.root", "."), "configs");

  @TempDir Path folder;

  private BlindSr.@Nullable Config sizes(Weights weights) {
    return RunSizes.of(folder.resolve("step-00000005.safetensors").toString(), weights);
  }

  private void run(String experiment) throws IOException {
    Files.copy(CONFIGS.resolve(experiment), folder.resolve("config.yml"));
  }

  private static Weights named(String... names) {
    Tensor one = torch.ones(1);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : names) {
      tensors.put(name, one);
    }
    return Weights.of(tensors);
  }

  @Test
  void areThoseOfTheRunOfStage3() throws IOException {
    Weights system = named("cmos.one", "RRDB_trunk.0.one");
    assertNull(sizes(system), "there is no run yet");
    run("cityscapes-stage3.yml");
    assertEquals(BlindSr.Config.CITYSCAPES, sizes(system));
    assertNull(sizes(named("RRDB_trunk.0.one")), "weights of stage 2");
  }

  @Test
  void otherRunsTellNone() throws IOException {
    run("nyuv2-stage1.yml");
    assertNull(sizes(named("cmos.one", "RRDB_trunk.0.one")));
  }
}
