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
      "Trains a network: the compact one, or the paper's in three stages (docs/training.md).",
      "The run's folder holds config.yml, report.html, log.csv, validation.csv, events (for",
      "TensorBoard), the last checkpoints (step-*.safetensors), best.safetensors and in the end",
      "model.safetensors. Ctrl-C saves before it ends.",
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
      "Two processes, one of these in each of two terminals, or both by torchrun:",
      "  clearer train configs/compact-x4.yml --workers localhost:29500,localhost:29501 --rank 0",
      "  clearer train configs/compact-x4.yml --workers localhost:29500,localhost:29501 --rank 1",
      "  torchrun --no-python --nproc-per-node 2 clearer train configs/compact-x4.yml",
      "",
      "Exit code 3: another worker was lost; go on with --resume in all of them."
    })
final class TrainCommand implements Callable<Integer> {
  /** Another of the processes that train together is gone: this one may go on with it later. */
  static final int LOST_PROCESS = 3;

  private static final long LONGEST_STEP_SECONDS = 600;

  /** With the default --silence-timeout, a loss ends all processes within a minute. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "CONFIG", description = "The experiment, a YAML file.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces a value of the experiment; may be given more than once.")
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
          "Goes on with the run in DIR, bit for bit; with CONFIG or --set, with those values from"
              + " now on (not other sizes of the network).")
  private @Nullable Path resume;

  @Option(
      names = "--workers",
      paramLabel = "HOST:PORT,...",
      description = {
        "Trains in several processes, one an address, on one machine or many: start each with the"
            + " same command but its own --rank. They meet at the first address; the ports of the"
            + " others are not used. sampling.batch is what all of them together take a step."
            + " Instead of it RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT may be in the"
            + " environment, where torchrun puts them."
      })
  private @Nullable String workers;

  @Option(
      names = "--rank",
      paramLabel = "N",
      description =
          "Which of --workers this process is, from 0 (default: RANK of the environment). Rank 0"
              + " validates and writes the run's folder; the others need none.")
  private @Nullable Integer rank;

  @Option(
      names = "--join-timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long to wait for all workers in the beginning (default ${DEFAULT-VALUE}).")
  private long joinTimeout;

  @Option(
      names = "--silence-timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "After how long without a sign of life a worker counts as lost (default"
              + " ${DEFAULT-VALUE}).")
  private long silenceTimeout;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      train(service(out), out);
      return 0;
    } catch (LostProcessException e) {
      say(spec.commandLine().getErr(), "clearer: " + e.getMessage());
      return LOST_PROCESS;
    }
  }

  private void train(TrainService service, PrintWriter out) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Thread saver = new Thread(() -> stopAndWait(service, ended));
    Runtime.getRuntime().addShutdownHook(saver);
    try (LostProcessWatch watch = LostProcessWatch.of(service::lost, GRACE, this::leave)) {
      say(out, service.train());
    } finally {
      ended.countDown();
      forget(saver);
    }
  }

  /** In the middle of a step. */
  private void leave(LostProcessException lost) {
    say(spec.commandLine().getErr(), "clearer: " + lost.getMessage());
    Runtime.getRuntime().halt(LOST_PROCESS);
  }

  private TrainService service(PrintWriter out) {
    if (resume != null) {
      if (run != null) {
        throw new InputException("--resume names the run's folder: leave --run out.");
      }
      Overrides changes = new Overrides(config, overrides);
      return TrainService.resume(resume, changes, workers(), line -> say(out, line));
    }
    if (config == null) {
      throw new InputException("Name an experiment such as configs/compact-x4.yml, or --resume.");
    }
    Path folder = run != null ? run : Path.of("runs").resolve(stem(config));
    return TrainService.start(config, overrides, folder, workers(), line -> say(out, line));
  }

  private Peers workers() {
    Peers.Limits limits =
        new Peers.Limits(Duration.ofSeconds(joinTimeout), Duration.ofSeconds(silenceTimeout));
    return Peers.of(workers, rank, System.getenv(), limits, Program.VERSION);
  }

  private static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  /** Runs at Ctrl-C or SIGTERM: the machine waits until the run has saved itself. */
  private static void stopAndWait(TrainService service, CountDownLatch ended) {
    service.stop();
    try {
      if (!ended.await(LONGEST_STEP_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("clearer: the run did not end in time; its last checkpoint stands.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread saver) {
    try {
      Runtime.getRuntime().removeShutdownHook(saver);
    } catch (IllegalStateException shuttingDown) {
      return; // it is that hook which waits for us
    }
  }
}
