package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code clearer train} in two processes of this machine. */
class TrainWorkersTest {
  private static final Path ROOT = Path.of(System.getProperty("clearer.root"));
  private static final String CONFIG = ROOT.resolve("configs/compact-x4.yml").toString();
  private static final int STEPS = 10;
  private static final int CHECKED = 4;
  private static final List<String> TINY =
      List.of(
          "stage.networks.0.network.estimator={width: 16, blocks: 1, contextBlocks: 1,"
              + " streamWidth: 8,"
              + " groups: 2, window: 4, interaction: GIA}",
          "stage.networks.0.network.restorer={width: 16, blocks: 1, prior: BLUR_AND_CLASSES,"
              + " base: WIENER}",
          "stage.restoredSide=16",
          "data.root=" + ROOT,
          "data.groups=[samples]",
          "data.validation=samples",
          "data.crop={width: 16, height: 16, zooms: [1.0]}",
          "sampling.batch=4",
          "training.steps=" + STEPS,
          "training.schedule.warmUp=1",
          "training.schedule.rate=2e-4",
          "training.device=CPU",
          "training.precision=F32",
          "output.reportEvery=1",
          "output.saveEvery=1",
          "output.keep=100",
          "output.validationPictures=0");

  @TempDir private Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    started.forEach(Process::destroyForcibly);
  }

  private static int port() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private List<String> training(String run, String... more) {
    List<String> words = new ArrayList<>(List.of("train", CONFIG, "--run=" + folder.resolve(run)));
    TINY.forEach(setting -> words.add("--set=" + setting));
    words.addAll(List.of(more));
    return words;
  }

  /** Starts one rank, which writes its output to the file {@code RANK.txt}. */
  private Process start(int rank, List<String> words, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx300m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.clearer.app.Main"));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(output(rank).toFile()).start();
    started.add(process);
    return process;
  }

  private Path output(int rank) {
    return folder.resolve(rank + ".txt");
  }

  /** Resumes {@code run} in both ranks, in the environment that torchrun sets. */
  private List<Process> resume(String run) throws IOException {
    String port = Integer.toString(port());
    List<Process> ranks = new ArrayList<>();
    for (int rank = 0; rank < 2; rank++) {
      Path own = rank == 0 ? folder.resolve(run) : folder.resolve("nowhere");
      ranks.add(
          start(
              rank,
              List.of("train", "--resume=" + own),
              Map.of(
                  "RANK",
                  Integer.toString(rank),
                  "WORLD_SIZE",
                  "2",
                  "MASTER_ADDR",
                  "127.0.0.1",
                  "MASTER_PORT",
                  port)));
    }
    return ranks;
  }

  private List<Process> begin(String run, String... more) throws IOException {
    String workers = "--workers=localhost:%d,localhost:%d".formatted(port(), port());
    List<Process> ranks = new ArrayList<>();
    for (int rank = 0; rank < 2; rank++) {
      List<String> words = training(rank == 0 ? run : "nowhere", workers, "--rank=" + rank);
      words.addAll(List.of(more));
      ranks.add(start(rank, words, Map.of()));
    }
    return ranks;
  }

  private int code(Process process) throws Exception {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "within a minute; " + all());
    return process.exitValue();
  }

  private String all() throws IOException {
    return Files.readString(output(0)) + Files.readString(output(1));
  }

  private Path checkpoint(String run, int step) {
    return folder.resolve(run).resolve("step-%08d.safetensors".formatted(step));
  }

  private void awaitCheckpoint(String run, int step, List<Process> ranks) throws Exception {
    while (!Files.exists(checkpoint(run, step))) {
      assertTrue(ranks.stream().allMatch(Process::isAlive), all());
      Thread.sleep(10);
    }
  }

  private int lastStep(String run) {
    int step = 0;
    while (Files.exists(checkpoint(run, step + 1))) {
      step++;
    }
    return step;
  }

  private static float[] values(Weights weights, String name) {
    float[][] values = new float[1][];
    Scope.run(() -> values[0] = Tensors.values(weights.tensor(name)));
    return values[0];
  }

  private static double difference(Path one, Path other) {
    Weights first = Weights.read(one);
    Weights second = Weights.read(other);
    double largest = 0;
    for (String name : first.names()) {
      float[] before = values(first, name);
      float[] after = values(second, name);
      for (int i = 0; i < before.length; i++) {
        largest = Math.max(largest, Math.abs(before[i] - after[i]));
      }
    }
    return largest;
  }

  @Test
  void twoProcessesEqualOneDespiteInterruptions() throws Exception {
    for (Process rank : begin("together")) {
      assertEquals(0, code(rank), all());
    }
    assertFalse(Files.exists(folder.resolve("nowhere")), "only rank 0 writes");
    assertEqualToOneProcess();
    aKilledProcessEndsTheOther();
    aTerminatedProcessSavesFirst();
    for (Process rank : resume("interrupted")) {
      assertEquals(0, code(rank), all());
    }
    for (String file :
        List.of(checkpoint("x", STEPS).getFileName().toString(), "model.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("together").resolve(file)),
          Files.readAllBytes(folder.resolve("interrupted").resolve(file)),
          file);
    }
  }

  private void assertEqualToOneProcess() {
    List<String> words = training("alone", "--set=training.steps=" + CHECKED);
    CommandLineRun run = CommandLineRun.of(words.toArray());
    assertEquals(0, run.code(), run.err());
    Path together = checkpoint("together", CHECKED);
    assertEquals(0, difference(checkpoint("alone", CHECKED), together), 1e-5);
    assertTrue(
        difference(checkpoint("together", 1), together) > 1e-4, "training changes the weights");
  }

  private void aKilledProcessEndsTheOther() throws Exception {
    List<Process> ranks = begin("interrupted");
    awaitCheckpoint("interrupted", 2, ranks);
    ranks.get(1).destroyForcibly(); // SIGKILL
    assertEquals(3, code(ranks.get(0)), all());
    String told = Files.readString(output(0));
    assertTrue(told.contains("clearer: rank 1 of 2 was lost, at step "), told);
    assertTrue(told.contains("continue with --resume " + folder.resolve("interrupted")), told);
  }

  @Test
  void theLossOfRankZeroEndsTheOtherToo() throws Exception {
    List<Process> ranks = begin("lost");
    awaitCheckpoint("lost", 1, ranks);
    ranks.get(0).destroyForcibly(); // which hosts the store
    assertEquals(3, code(ranks.get(1)), all());
    String text = Files.readString(output(1));
    assertTrue(text.contains("clearer: rank 0 of 2 was lost"), text);
  }

  @Test
  void aSilentProcessIsLost() throws Exception {
    List<Process> ranks = begin("silent", "--silence-timeout=5");
    awaitCheckpoint("silent", 1, ranks);
    String pid = Long.toString(ranks.get(1).pid());
    assertEquals(0, new ProcessBuilder("kill", "-STOP", pid).start().waitFor());
    assertEquals(3, code(ranks.get(0)), all());
    String text = Files.readString(output(0));
    assertTrue(text.contains("clearer: rank 1 of 2 was lost, at step "), text);
  }

  private void aTerminatedProcessSavesFirst() throws Exception {
    int before = lastStep("interrupted");
    assertTrue(before < STEPS, all());
    List<Process> ranks = resume("interrupted");
    awaitCheckpoint("interrupted", before + 1, ranks);
    ranks.get(1).destroy(); // SIGTERM
    assertEquals(0, code(ranks.get(0)), all());
    assertNotEquals(0, code(ranks.get(1)), all());
    String text = "saved at step %d; resume".formatted(lastStep("interrupted"));
    assertTrue(Files.readString(output(0)).contains(text), all());
    assertTrue(lastStep("interrupted") < STEPS, all());
    assertTrue(Files.readString(output(1)).contains("rank 1 of 2: stopped at step "), all());
  }

  @Test
  void workersThatDisagreeReportWhyAndEnd() throws Exception {
    String workers = "--workers=localhost:%d,localhost".formatted(port());
    CompletableFuture<CommandLineRun> second =
        CompletableFuture.supplyAsync(
            () ->
                CommandLineRun.of(
                    training("run", workers, "--rank=1", "--set=training.seed=9").toArray()));
    CommandLineRun first = CommandLineRun.of(training("run", workers, "--rank=0").toArray());
    for (CommandLineRun run : List.of(first, second.get(60, TimeUnit.SECONDS))) {
      assertEquals(2, run.code(), run.err());
      assertTrue(
          run.err().contains("rank 1 has another experiment: \"seed: 9\" where rank 0 has"),
          run.err());
    }
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  void refusesInvalidWorkers() throws Exception {
    refused("With --workers, also give --rank: 0 to 1 for the 2 workers", "--workers=a,b");
    refused("The rank must be 0 to 1 for 2 processes, not 2", "--workers=a,b", "--rank=2");
    refused("\"a b\" is not a valid worker", "--workers=a b,c", "--rank=0");
    refused("--rank needs --workers", "--rank=0");
    refused("sampling.batch is 4 and cannot be shared by 3", "--workers=a,b,c", "--rank=0");
    refused("must be at least 1 second", "--workers=a,b", "--rank=0", "--join-timeout=0");
    try (ServerSocket taken = new ServerSocket(0)) {
      String workers = "--workers=127.0.0.1:" + taken.getLocalPort() + ",127.0.0.1";
      refused("Choose a port that no other program uses", workers, "--rank=0");
    }
    String nobody = "--workers=127.0.0.1:" + port() + ",127.0.0.1";
    refused("Rank 0 did not open 127.0.0.1", nobody, "--rank=1", "--join-timeout=1");
    refused("rank 1 of 2 did not connect", nobody, "--rank=0", "--join-timeout=1");
  }

  private void refused(String sentence, String... options) {
    CommandLineRun run = CommandLineRun.of(training("run", options).toArray());
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().contains(sentence), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }
}
