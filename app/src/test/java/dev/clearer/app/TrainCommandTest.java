package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainCommandTest {
  private static final Path ROOT = Path.of(System.getProperty("clearer.root"));
  private static final List<String> TINY =
      List.of(
          "data.root=" + ROOT,
          "data.groups=[samples]",
          "data.validation=samples",
          "data.crop={width: 16, height: 16, zooms: [1.0]}",
          "stage.restoredSide=16",
          "sampling.batch=1",
          "training.steps=2",
          "output.reportEvery=1",
          "output.saveEvery=1",
          "output.validateEvery=2",
          "output.validationPictures=1",
          "output.examples=1");

  @TempDir private Path folder;

  private final StringWriter said = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = ClearerCommand.commandLine();
    command.setOut(new PrintWriter(said));
    command.setErr(new PrintWriter(said));
    return command.execute(arguments);
  }

  private int train(Path run, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add("train");
    arguments.add(ROOT.resolve("configs/compact-x4.yml").toString());
    TINY.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    arguments.addAll(List.of("--run", run.toString()));
    arguments.addAll(Arrays.asList(more));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void trainsAModelThatEvaluateAccepts() throws Exception {
    Path run = folder.resolve("run");
    assertEquals(0, train(run), said::toString);
    assertTrue(said.toString().contains("done: " + run.resolve("model.safetensors")));
    String model = run.resolve("best.safetensors").toString(); // the same weights, in a checkpoint
    assertEquals(3, Files.readAllLines(run.resolve("log.csv")).size());
    assertTrue(said.toString().contains("step 2, space-variant: psnr_y"), said::toString);
    String data = ROOT.resolve("samples").toString();
    assertEquals(
        0,
        run(
            "evaluate",
            "--data",
            data,
            "--model",
            model,
            "--pictures",
            "1",
            "--output",
            folder.toString()),
        said::toString);
    assertTrue(said.toString().contains("| space-invariant | bicubic |"), said::toString);
    assertEquals(1 + 2 * 4, Files.readAllLines(folder.resolve("evaluation.csv")).size());
    assertTrue(Files.exists(folder.resolve("evaluation.md")));
  }

  @Test
  void aFinishedRunIsNotOverwritten() throws Exception {
    Path run = folder.resolve("run");
    assertEquals(0, train(run, "--set", "output.validationPictures=0"), said::toString);
    byte[] before = Files.readAllBytes(run.resolve("step-00000002.safetensors"));
    assertEquals(2, train(run));
    assertTrue(said.toString().contains("--resume"), said::toString);
    assertEquals(0, run("train", "--resume", run.toString()), said::toString);
    assertTrue(Arrays.equals(before, Files.readAllBytes(run.resolve("step-00000002.safetensors"))));
  }

  @Test
  void refusesInvalidExperiments() {
    Path run = folder.resolve("run");
    assertEquals(2, run("train"));
    assertEquals(2, run("train", folder.resolve("none.yml").toString()));
    assertEquals(2, train(run, "--set", "data.crop.width=17", "--set", "data.crop.height=17"));
    assertTrue(said.toString().contains("multiple"), said::toString);
    assertEquals(2, train(run, "--set", "training.speed=9"));
    assertEquals(2, train(run, "--set", "data.groups=[nowhere]"));
    assertFalse(Files.exists(run.resolve("config.yml")));
    assertEquals(2, run("train", "--resume", folder.resolve("nothing").toString()));
    assertEquals(2, run("evaluate", "--data", folder.toString()));
  }
}
