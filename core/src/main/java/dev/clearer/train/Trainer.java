package dev.clearer.train;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import dev.clearer.data.Sample;
import dev.clearer.data.SampleStream;
import dev.clearer.group.LostProcessException;
import dev.clearer.group.Peers;
import dev.clearer.group.ProcessGroup;
import dev.clearer.tensor.Compute;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import dev.clearer.train.Checkpoint.Position;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Trains any {@link Stage} in its own folder: one loop from the first to the last step. */
public final class Trainer {
  private final Experiment experiment;
  private final TrainingSettings settings;
  private final RunFolder folder;
  private final Consumer<String> lines;
  private final Compute compute;
  private final Stage live;
  private final Stage averaged;
  private final StepRunner steps;
  private final ProcessGroup processes;
  private final AtomicBoolean stop = new AtomicBoolean();
  private Position position = Position.START;
  private long saved;

  /** Whether no finite step has followed the newest checkpoint yet. */
  private boolean unproven;

  private Trainer(RunFolder folder, RunSetup setup, Consumer<String> lines) {
    this.folder = folder;
    this.lines = lines;
    experiment = setup.experiment();
    settings = experiment.training();
    compute = setup.compute();
    processes = setup.processes();
    synchronized (Trainer.class) { // libtorch's random numbers are shared by the process
      torch.manual_seed(settings.seed());
      live = new Stage(experiment.stage());
      averaged = new Stage(experiment.stage());
    }
    compute.move(live.module());
    compute.move(averaged.module());
    averaged.module().eval();
    int size = experiment.sampling().batch() / processes.size() / settings.parts();
    live.requireFitting(experiment.data().crop().width(), experiment.data().crop().height(), size);
    steps = new StepRunner(settings, compute, processes, live, averaged);
  }

  /**
   * Prepares a new run of {@code experiment} in {@code folder}; call it outside any {@link Scope}.
   *
   * @param workers the processes of the run; the folder is rank 0's
   * @param lines receives log lines
   * @throws InputException if the folder has a run, pictures or weights are missing or do not fit,
   *     or the processes differ
   * @throws LostProcessException if another process is lost or fails
   */
  public static Trainer start(
      Experiment experiment, Path folder, Peers workers, Consumer<String> lines) {
    experiment.requireShares(workers.size());
    RunSetup setup =
        RunSetup.first(
            () -> {
              if (workers.rank() == 0) {
                RunFolder.requireFree(folder);
              }
              experiment.stage().scales().forEach(experiment.data()::sources);
              return experiment;
            },
            workers,
            lines);
    return of(
        RunFolder.of(folder),
        setup,
        lines,
        trainer -> {
          trainer.initialise();
          RunFolder.create(folder, experiment);
        });
  }

  /** {@link #start(Experiment, Path, Peers, Consumer)} in one process. */
  public static Trainer start(Experiment experiment, Path folder, Consumer<String> lines) {
    return start(experiment, folder, Peers.ALONE, lines);
  }

  /**
   * Resumes the run in {@code folder} from its newest checkpoint, bit for bit unless something is
   * changed.
   *
   * @param changes changes of rank 0; they are written to {@code config.yml} once the checkpoint
   *     has been loaded
   * @param workers the processes, in any number; the folder is rank 0's
   * @param lines receives log lines
   * @throws InputException if there is no run, its checkpoint is damaged or does not fit, or the
   *     processes differ
   * @throws LostProcessException if another process is lost or fails
   */
  public static Trainer resume(
      Path folder, Overrides changes, Peers workers, Consumer<String> lines) {
    RunFolder run = RunFolder.of(folder);
    return of(
        run,
        RunSetup.again(run, changes, workers, lines),
        lines,
        trainer -> {
          trainer.loadCheckpoint();
          if (!changes.isEmpty()) {
            run.write(trainer.experiment);
          }
        });
  }

  /** {@link #resume(Path, Overrides, Peers, Consumer)} without changes, in one process. */
  public static Trainer resume(Path folder, Consumer<String> lines) {
    return resume(folder, Overrides.NONE, Peers.ALONE, lines);
  }

  /** Creates a trainer; {@code preparation} runs in rank 0 and is shared with all processes. */
  private static Trainer of(
      RunFolder folder, RunSetup setup, Consumer<String> lines, Consumer<Trainer> preparation) {
    try {
      Trainer trainer = new Trainer(folder, setup, lines);
      if (trainer.processes.isLeader()) {
        preparation.accept(trainer);
      }
      trainer.share();
      return trainer;
    } catch (RuntimeException | Error e) {
      setup.processes().leave(e);
      throw e;
    }
  }

  private void initialise() {
    live.initialise().forEach(lines);
    steps.resetAverage();
  }

  private void loadCheckpoint() {
    Path checkpoint = folder.newest();
    if (checkpoint == null) {
      initialise();
    } else {
      position = Checkpoint.read(checkpoint, live, averaged, steps.optimizerState());
      saved = step();
      lines.accept("resumed at step " + step());
    }
  }

  private void share() {
    processes.broadcast(NetworkState.all(live.module()).values());
    processes.broadcast(NetworkState.all(averaged.module()).values());
    processes.broadcast(steps.optimizerState().values());
    position = Position.of(processes.broadcast(position.numbers()));
  }

  /** Asks {@link #run} to save and return soon; may be called in any process and thread. */
  public void stop() {
    stop.set(true);
  }

  /**
   * The loss or failure of another process, as soon as it is known; null otherwise. {@link #run}
   * throws it at the end of its step. May be called from any thread.
   */
  public @Nullable LostProcessException lost() {
    String lost = processes.lost();
    return lost == null ? null : atStep(new LostProcessException(lost));
  }

  /** The number of completed steps. */
  public long step() {
    return position.step();
  }

  /** The step from which the run would resume; it is not the last one while steps are skipped. */
  public long saved() {
    return saved;
  }

  /**
   * Trains to the end, or until {@link #stop}. Call it only once, since it leaves the process
   * group.
   *
   * @return whether the end was reached
   * @throws InputException if pictures cannot be read, or losses are not finite too often; the last
   *     checkpoint remains
   * @throws LostProcessException if another process is lost or fails; the last checkpoint remains
   */
  public boolean run() throws InterruptedException {
    try {
      if (processes.isLeader()) {
        runLeader();
      } else {
        runFollower();
      }
      processes.any(false); // waits until rank 0 has written everything
      processes.leave(null);
      return step() == settings.steps();
    } catch (LostProcessException e) {
      processes.leave(e);
      throw atStep(e);
    } catch (RuntimeException | Error | InterruptedException e) {
      processes.leave(e);
      throw e;
    }
  }

  private LostProcessException atStep(LostProcessException lost) {
    return new LostProcessException(
        "%s, at step %d: the last checkpoint remains; continue with --resume %s in all processes."
            .formatted(lost.getMessage(), step(), folder.folder()),
        lost);
  }

  /** Rank 0's part of a run: trains, logs, validates and saves. */
  private void runLeader() throws InterruptedException {
    Validation validation = experiment.validation(compute, live.classes());
    try (SampleStream samples = experiment.samples(step(), processes);
        RunLog log = RunLog.open(folder, experiment, step(), lines)) {
      boolean stopping = processes.any(stop.get());
      validateIfDue(validation, log); // the run may have been stopped before its last validation
      while (step() < settings.steps() && !stopping) {
        long started = System.nanoTime();
        log.add(step(samples.next(), started), position);
        requirePatience();
        pruneIfProven();
        reportIfDue(log);
        validateIfDue(validation, log);
        stopping = processes.any(stop.get());
        saveIfDue(stopping);
      }
    }
    if (step() == settings.steps()) {
      folder.prune(experiment.output().keep());
      Weights.of(averaged.module()).withMetadata(description()).write(folder.model());
    }
  }

  /** Deletes old checkpoints once a finite step has shown that the newest one is good. */
  private void pruneIfProven() {
    if (unproven && position.skipped() == 0) {
      folder.prune(experiment.output().keep());
      unproven = false;
    }
  }

  private void reportIfDue(RunLog log) {
    boolean last = step() == settings.steps();
    if (last || stop.get() || step() % experiment.output().reportEvery() == 0) {
      log.report(step());
    }
  }

  private void saveIfDue(boolean stopping) {
    boolean last = step() == settings.steps();
    boolean due = stopping || step() % experiment.output().saveEvery() == 0;
    if (last || (due && position.skipped() == 0)) {
      save(folder.checkpoint(step()));
      saved = step();
      unproven = true;
    }
  }

  /** The part of all other ranks: takes the same steps as {@link #runLeader}. */
  private void runFollower() throws InterruptedException {
    try (SampleStream samples = experiment.samples(step(), processes)) {
      boolean stopping = processes.any(stop.get());
      while (step() < settings.steps() && !stopping) {
        step(samples.next(), System.nanoTime());
        requirePatience();
        stopping = processes.any(stop.get());
      }
    }
  }

  /** Takes a step and returns what it did. */
  private Step step(List<Sample> samples, long started) {
    Step step = steps.run(samples, position, started);
    position = position.after(!step.skipped());
    return step;
  }

  private void requirePatience() {
    if (position.skipped() >= settings.patience()) {
      throw new InputException(
          ("Losses or gradients were not finite in %d steps in a row, up to step %d: lower the rate"
                  + " or training.clip by --set. %s")
              .formatted(position.skipped(), step(), processes.isLeader() ? lastGood() : ""));
    }
  }

  /** Rank 0's sentence about the last checkpoint that was followed by a finite step. */
  private String lastGood() {
    long proven = step() - position.skipped() - 1;
    Path good = folder.dropAfter(proven);
    return good == null
        ? "There is no good checkpoint: --resume %s starts again.".formatted(folder.folder())
        : "The last good checkpoint is %s: continue with --resume %s."
            .formatted(good, folder.folder());
  }

  private void validateIfDue(Validation validation, RunLog log) {
    boolean last = step() == settings.steps();
    boolean due = last || step() % experiment.output().validateEvery() == 0;
    if (due && position.validated() < step() && !validation.isEmpty()) {
      validate(validation, log);
    }
  }

  private void validate(Validation validation, RunLog log) {
    Validation.Outcome outcome =
        validation.run(averaged, experiment.output().examples(), this::stopsValidation);
    if (stop.get()) {
      return; // the mean over a part of the pictures would be wrong
    }
    double score = averaged.score(outcome.mean());
    boolean best = score > position.best();
    position = position.scored(score);
    if (best) {
      save(folder.best());
    }
    log.validated(step(), outcome, score, best);
  }

  private boolean stopsValidation() {
    processes.requireAll();
    return stop.get();
  }

  private void save(Path file) {
    Checkpoint.write(file, position, description(), live, averaged, steps.optimizerState());
  }

  /** The metadata of weight files, which makes them self-contained. */
  private Map<String, String> description() {
    Map<String, String> description = new TreeMap<>(experiment.stage().description().metadata());
    description.put("experiment", Configuration.write(experiment));
    return description;
  }
}
