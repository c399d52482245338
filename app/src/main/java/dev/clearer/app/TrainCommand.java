package dev.clearer.app;

import dev.clearer.InputException;
import dev.clearer.group.LostProcessException;
import dev.clearer.group.Peers;
import dev.clearer.service.Program;
import dev.clearer.service.TrainService;
import dev.clearer.train.Overrides;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clearer train}: trains a network. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a network as an experiment in YAML describes (docs/training.md).",
      "The run folder holds config.yml, report.html, log.csv, validation.csv, events (for",
      "TensorBoard), the last checkpoints (step-*.safetensors), best.safetensors and at the end",
      "model.safetensors. Ctrl-C saves a checkpoint before the program ends.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  clearer train configs/compact-x4.yml --run runs/first",
      "  clearer train configs/compact-x4.yml --set data.root=pictures --set training.steps=500",
      "  clearer train --resume runs/first --set training.schedule.rate=1e-4",
      "  clearer train configs/nyuv2-stage1.yml --set stage.backbone=hrnet_w18_small_model_v2.pth",
      "  clearer train --resume runs/first",
      "Two processes, each command in its own terminal, or both with torchrun:",
      "  clearer train configs/compact-x4.yml --workers localhost:29500,localhost:29501 --rank 0",
      "  clearer train configs/compact-x4.yml --workers localhost:29500,localhost:29501 --rank 1",
      "  torchrun --no-python --nproc-per-node 2 clearer train configs/compact-x4.yml",
      "",
      "Exit codes: 0 success, 1 internal error, 2 invalid input, 3 another worker was"
          + " lost; continue",
      "with --resume in all workers."
    })
final class TrainCommand implements Callable<Integer> {
  /** Exit code: another process of the group was lost; training can be resumed. */
  static final int LOST_PROCESS = 3;

  private static final long LONGEST_STEP_SECONDS = 600;

  /** With the default --silence-timeout, a loss ends all processes within one minute. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "CONFIG", description = "Experiment, a YAML file.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replace a value of the experiment; may be repeated.")
  private List<String> overrides = List.of();

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "Folder of the run (default runs/<name of CONFIG>).")
  private @Nullable Path run;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Resume the run in DIR, bit for bit. With CONFIG or --set, use those values from"
              + " now on; the sizes of the network cannot be changed.")
  private @Nullable Path resume;

  @Option(
      names = "--workers",
      paramLabel = "HOST:PORT,...",
      description =
          "Train in several processes, one per address, on one or more machines. Start each"
              + " process with the same command but its own --rank. They connect at the first"
              + " address; the ports of the others are ignored. sampling.batch is the total of all"
              + " processes. Alternatively, set RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT in"
              + " the environment, as torchrun does.")
  private @Nullable String workers;

  @Option(
      names = "--rank",
      paramLabel = "N",
      description =
          "Index of this process in --workers, from 0 (default: RANK of the environment)."
              + " Rank 0 validates and writes the run folder; the others do not use it.")
  private @Nullable Integer rank;

  @Option(
      names = "--join-timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long to wait for all workers at the start (default ${DEFAULT-VALUE}).")
  private long joinTimeout;

  @Option(
      names = "--silence-timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "After how long without a heartbeat a worker counts as lost (default ${DEFAULT-VALUE}).")
  private long silenceTimeout;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      train(service(out), out);
      return 0;
    } catch (LostProcessException e) {
      print(spec.commandLine().getErr(), "clearer: " + e.getMessage());
      return LOST_PROCESS;
    }
  }

  private void train(TrainService service, PrintWriter out) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Thread saver = new Thread(() -> stopAndWait(service, ended));
    Runtime.getRuntime().addShutdownHook(saver);
    try (LostProcessWatch watch = LostProcessWatch.of(service::lost, GRACE, this::halt)) {
      print(out, service.train());
    } finally {
      ended.countDown();
      removeHook(saver);
    }
  }

  /** Ends the process in the middle of a step. */
  private void halt(LostProcessException lost) {
    print(spec.commandLine().getErr(), "clearer: " + lost.getMessage());
    Runtime.getRuntime().halt(LOST_PROCESS);
  }

  private TrainService service(PrintWriter out) {
    if (resume != null) {
      if (run != null) {
        throw new InputException("--resume already names the run folder. Remove --run.");
      }
      Overrides changes = new Overrides(config, overrides);
      return TrainService.resume(resume, changes, workers(), line -> print(out, line));
    }
    if (config == null) {
      throw new InputException(
          "Give an experiment such as configs/compact-x4.yml, or --resume DIR.");
    }
    Path folder = run != null ? run : Path.of("runs").resolve(stem(config));
    return TrainService.start(config, overrides, folder, workers(), line -> print(out, line));
  }

  private Peers workers() {
    Peers.Limits limits =
        new Peers.Limits(Duration.ofSeconds(joinTimeout), Duration.ofSeconds(silenceTimeout));
    return Peers.of(workers, rank, System.getenv(), limits, Program.VERSION);
  }

  private static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
  }

  private static void print(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  /** Runs at Ctrl-C or SIGTERM: delays the end of the JVM until the run has saved a checkpoint. */
  private static void stopAndWait(TrainService service, CountDownLatch ended) {
    service.stop();
    try {
      if (!ended.await(LONGEST_STEP_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(
            "clearer: the run did not end in time. Resume from its last checkpoint.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread saver) {
    try {
      Runtime.getRuntime().removeShutdownHook(saver);
    } catch (IllegalStateException shuttingDown) {
      return; // the hook is running and waits for us
    }
  }
}
