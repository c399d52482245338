package dev.clearer.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.group.Peers;
import dev.clearer.report.StepTable;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class TrainerTest {
  @TempDir Path folder;

  private final List<String> lines = new ArrayList<>();
  private Path set;

  @BeforeEach
  void build() {
    set = TinySet.in(folder.resolve("set"));
  }

  private Path train(String name, Experiment experiment) throws InterruptedException {
    Path run = folder.resolve(name);
    assertTrue(Trainer.start(experiment, run, lines::add).run());
    return run;
  }

  /** The same as {@link #train}, but stopped after two of the four steps and taken up again. */
  private Path trainInTwo(String name, Experiment experiment) throws InterruptedException {
    Path run = folder.resolve(name);
    Trainer[] trainer = new Trainer[1];
    trainer[0] =
        Trainer.start(
            experiment,
            run,
            line -> {
              lines.add(line);
              if (line.startsWith("step 2 of 4")) {
                trainer[0].stop();
              }
            });
    assertFalse(trainer[0].run());
    assertEquals(2, trainer[0].step());
    assertTrue(Trainer.resume(run, lines::add).run());
    assertTrue(lines.contains("resumed at step 2"), lines::toString);
    return run;
  }

  private static void assertSame(Path once, Path twice) throws IOException {
    for (String file : List.of("step-00000004.safetensors", "model.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(once.resolve(file)), Files.readAllBytes(twice.resolve(file)), file);
    }
    assertEquals(untimed(once), untimed(twice));
  }

  /** The log without what no two runs share. */
  private static List<Map<String, String>> untimed(Path run) {
    List<Map<String, String>> rows = new StepTable(run.resolve("log.csv")).rows();
    rows.forEach(row -> row.keySet().removeAll(List.of("seconds_per_step", "peak_gib")));
    assertEquals(4, rows.size());
    return rows;
  }

  @Test
  void stageOneGoesOnBitForBit() throws Exception {
    Experiment experiment = TinyExperiments.of(TinyExperiments.STAGE_1, set);
    Path once = train("once", experiment);
    assertSame(once, trainInTwo("twice", experiment));
    Weights last = Weights.read(once.resolve("step-00000004.safetensors"));
    String norm = "backbone.bn1.running_mean";
    assertNotEquals(0, sum(last, "network." + norm));
    assertNotEquals(sum(last, "network." + norm), sum(last, "average." + norm));
    assertEquals(8, sum(last, "network.backbone.bn1.num_batches_tracked"), "4 steps of 2 parts");
    assertReportNeedsNothingElse(once);
  }

  @Test
  void stageTwoGoesOnBitForBit() throws Exception {
    Experiment experiment = TinyExperiments.of(TinyExperiments.STAGE_2, set);
    assertSame(train("once", experiment), trainInTwo("twice", experiment));
  }

  @Test
  void bfloat16GoesOnBitForBitAndIsAnother() throws Exception {
    Experiment experiment =
        TinyExperiments.of(TinyExperiments.STAGE_2, set, "training.precision=BF16");
    Path once = train("once", experiment);
    assertSame(once, trainInTwo("twice", experiment));
    Path exact = train("exact", TinyExperiments.of(TinyExperiments.STAGE_2, set));
    List<Map<String, String>> rounded = untimed(once);
    assertNotEquals(untimed(exact), rounded);
    for (int i = 0; i < rounded.size(); i++) {
      assertEquals(number(untimed(exact).get(i), "loss"), number(rounded.get(i), "loss"), 0.02);
    }
  }

  @Test
  void clippingLimitsTheGradientAndReportsItWhole() throws Exception {
    for (double clip : new double[] {0, 1e-3}) {
      Path run =
          train(
              "clip" + clip,
              TinyExperiments.of(
                  TinyExperiments.STAGE_2, set, "training.steps=1", "training.clip=" + clip));
      double told = number(new StepTable(run.resolve("log.csv")).rows().get(0), "gradient_norm");
      assertTrue(told > 1e-2, "there is something to clip: " + told);
      assertEquals(clip == 0 ? told : clip, gradientNorm(run), 1e-4 * told);
    }
  }

  /** Of the first step, told from the first moments. */
  private static double gradientNorm(Path run) {
    Weights first =
        Weights.read(run.resolve("step-00000001.safetensors")).under("optimizer.first.");
    double[] squares = new double[1];
    Scope.run(
        () -> {
          for (String name : first.names()) {
            for (float value : Tensors.values(first.tensor(name))) {
              squares[0] += (double) value * value;
            }
          }
        });
    return Math.sqrt(squares[0]) / (1 - 0.9);
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.getOrDefault(column, ""));
  }

  private static void assertReportNeedsNothingElse(Path run) throws IOException {
    String page = Files.readString(run.resolve("report.html"));
    assertEquals(5 + 2, page.split("<svg", -1).length - 1 - 3, "5 losses, rate, norm; 3 measures");
    assertTrue(page.contains("loss blur auxiliary") && page.contains("mean iou"));
    assertTrue(page.contains("low resolution (LR)") && page.contains("true blur, sigma 0"));
    assertTrue(page.contains("step 2") && page.contains("estimated classes"));
    assertEquals(2 * (4 + 2 * 2), page.split("data:image", -1).length - 1);
    assertFalse(page.contains("http"), "no link");
    assertEquals(0, page.split("src=\"(?!data:)", -1).length - 1);
  }

  private static double sum(Weights weights, String name) {
    double[] sum = new double[1];
    Scope.run(
        () -> {
          for (float value : Tensors.values(weights.tensor(name))) {
            sum[0] += value;
          }
        });
    return sum[0];
  }

  @Test
  void allStagesFollowEachOther() throws Exception {
    Path estimator = train("one", TinyExperiments.of(TinyExperiments.STAGE_1, set));
    Path restorer = train("two", TinyExperiments.of(TinyExperiments.STAGE_2, set));
    String third = TinyExperiments.stage3(estimator, restorer);
    Experiment blind = TinyExperiments.of(third, set);
    Path run = train("three", blind);
    assertSame(run, trainInTwo("three-again", blind));
    Weights frozen = Weights.read(estimator.resolve("model.safetensors"));
    Weights moved = Weights.read(restorer.resolve("model.safetensors"));
    Weights system = Weights.read(run.resolve("model.safetensors"));
    for (String name : frozen.names()) {
      assertEquals(sum(frozen, name), sum(system, "estimator." + name), name);
    }
    assertNotEquals(sum(moved, "conv_first.weight"), sum(system, "restorer.conv_first.weight"));
    assertTrue(lines.contains("begins with the weights of " + estimator), lines::toString);
    assertEquals("pair", system.metadata().get("clearer.architecture"));
  }

  @Test
  void stageThreeNeedsFinishedRuns() {
    Experiment experiment =
        TinyExperiments.of(TinyExperiments.stage3(folder, folder.resolve("none")), set);
    InputException error =
        assertThrows(
            InputException.class,
            () -> Trainer.start(experiment, folder.resolve("run"), lines::add));
    assertTrue(String.valueOf(error.getMessage()).contains("not the folder of a finished run"));
    assertFalse(Files.exists(folder.resolve("run/config.yml")));
  }

  @Test
  void backboneWeightsAreTakenByNameAndReported() throws Exception {
    Stage other = new Stage(TinyExperiments.of(TinyExperiments.STAGE_1, set).stage());
    Weights backbone = Weights.of(other.module()).under("backbone.");
    Path file = folder.resolve("imagenet.safetensors");
    backbone.renamed(name -> name.equals("conv1.weight") ? "classifier.weight" : name).write(file);
    Experiment experiment =
        TinyExperiments.of(
            TinyExperiments.STAGE_1, set, "stage.networks.0.initial=" + file, "training.steps=1");
    Path next = train("next", experiment);
    int all = backbone.names().size();
    String expected =
        "backbone: %d of its %d tensors from %s, not backbone.conv1.weight; 1 of the file's are not used"
            .formatted(all - 1, all, file);
    assertTrue(lines.contains(expected), lines::toString);
    double before = sum(backbone, "conv2.weight");
    Weights started = Weights.read(next.resolve("step-00000001.safetensors"));
    assertEquals(before, sum(started, "network.backbone.conv2.weight"), 0.2);
    Experiment wrong =
        TinyExperiments.of(
            TinyExperiments.STAGE_1, set, "stage.networks.0.initial=" + set.resolve("none.pth"));
    assertThrows(
        InputException.class, () -> Trainer.start(wrong, folder.resolve("no"), lines::add));
  }

  /** The third update ruins the weights, though its loss was finite. */
  private Experiment ruinous(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "training.steps=6",
                "training.clip=0",
                "output.keep=1",
                "training.schedule={kind: multi-step, rate: 1.0e-4, warmUp: 0, milestones: [2],"
                    + " factor: 1.0e+34}"));
    settings.addAll(List.of(more));
    return TinyExperiments.of(TinyExperiments.STAGE_2, set, settings.toArray(String[]::new));
  }

  @Test
  void stepsThatAreNotFiniteAreSkippedAndEndTheRunAtTheLastGoodCheckpoint() throws Exception {
    Path run = folder.resolve("run");
    Trainer trainer = Trainer.start(ruinous(), run, lines::add);
    InputException error = assertThrows(InputException.class, trainer::run);
    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains("not finite in 2 steps in a row, up to step 5"), message);
    assertTrue(
        message.contains("last good checkpoint is " + run.resolve("step-00000002")), message);
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("step 4 skipped")));
    assertFalse(Files.exists(run.resolve("step-00000003.safetensors")), "the ruined weights");
    Weights good = Weights.read(run.resolve("step-00000002.safetensors"));
    for (String name : good.names()) {
      assertTrue(Math.abs(sum(good, name)) < 1e6, name);
    }

    lines.clear();
    Overrides changes = new Overrides(null, List.of("training.schedule.factor=0.5"));
    assertTrue(Trainer.resume(run, changes, Peers.ALONE, lines::add).run());
    assertEquals("resumed at step 2", lines.get(0));
    assertTrue(Files.readString(run.resolve("config.yml")).contains("factor: 0.5"));
  }

  @Test
  void withoutAGoodCheckpointTheRunBeginsAnew() throws Exception {
    Path run = folder.resolve("run");
    Experiment ruinous =
        ruinous(
            "training.schedule={kind: multi-step, rate: 1.0e+30, warmUp: 0, milestones: [],"
                + " factor: 1}");
    Trainer trainer = Trainer.start(ruinous, run, lines::add);
    InputException error = assertThrows(InputException.class, trainer::run);
    assertTrue(
        String.valueOf(error.getMessage()).contains("no good checkpoint: --resume " + run),
        error.getMessage());
    Overrides changes = new Overrides(null, List.of("training.schedule.rate=1e-4"));
    assertTrue(Trainer.resume(run, changes, Peers.ALONE, lines::add).run());
    assertFalse(lines.stream().anyMatch(line -> line.startsWith("resumed")), lines.toString());
  }

  @Test
  void changesThatDoNotFitLeaveTheRunAsItWas() throws Exception {
    Path run = train("run", TinyExperiments.of(TinyExperiments.STAGE_2, set));
    String before = Files.readString(run.resolve("config.yml"));
    Overrides larger = new Overrides(null, List.of("stage.networks.0.network.channels=16"));
    assertThrows(InputException.class, () -> Trainer.resume(run, larger, Peers.ALONE, lines::add));
    assertEquals(before, Files.readString(run.resolve("config.yml")));
  }

  @Test
  void theLastAndTheBestCheckpointsAreKept() throws Exception {
    Path run =
        train("run", TinyExperiments.of(TinyExperiments.STAGE_2, set, "output.validateEvery=1"));
    try (Stream<Path> files = Files.list(run)) {
      assertEquals(
          List.of(
              "best.safetensors",
              "config.yml",
              "events",
              "examples",
              "log.csv",
              "model.safetensors",
              "report.html",
              "step-00000003.safetensors",
              "step-00000004.safetensors",
              "validation.csv"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    List<Map<String, String>> rows = new StepTable(run.resolve("validation.csv")).rows();
    assertEquals(8, rows.size(), "4 validations of 2 groups");
    double best =
        rows.stream()
            .mapToDouble(row -> Double.parseDouble(row.getOrDefault("score", "")))
            .max()
            .orElse(0);
    Map<String, String> metadata = Weights.read(run.resolve("best.safetensors")).metadata();
    assertEquals(best, Double.parseDouble(metadata.getOrDefault("best", "")), 1e-3);
    String step = metadata.getOrDefault("step", "");
    assertTrue(
        rows.stream()
            .anyMatch(
                row ->
                    step.equals(row.get("step"))
                        && Math.abs(Double.parseDouble(row.getOrDefault("score", "")) - best)
                            < 1e-9));
  }

  @Test
  void batchNormsNeedTwoSamples() {
    Experiment one = TinyExperiments.of(TinyExperiments.STAGE_1, set, "training.parts=4");
    InputException error =
        assertThrows(
            InputException.class, () -> Trainer.start(one, folder.resolve("run"), lines::add));
    assertTrue(String.valueOf(error.getMessage()).contains("2 samples or more"), error::toString);
  }

  @Test
  void experimentsThatCannotWorkAreRefused() {
    for (String[] wrong :
        new String[][] {
          {"training.parts=3", "multiple of training.parts"},
          {"data.crop.width=20", "square"},
          {"training.schedule.kind=linear", "known: cosine, multi-step"},
          {"training.average=1", "under 1"},
          {"stage.networks.0.network.kind=gan", "there is no kind gan; known: compact"},
          {"training.schedule.periods=[]", "periods"},
          {"output.keep=0", "keep"}
        }) {
      InputException error =
          assertThrows(
              InputException.class,
              () -> TinyExperiments.of(TinyExperiments.STAGE_1, set, wrong[0]));
      String message = String.valueOf(error.getMessage());
      assertTrue(message.contains(wrong[1]), message);
    }
  }
}
