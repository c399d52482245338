package dev.clearer.service;

import dev.clearer.config.Configuration;
import dev.clearer.group.LostProcessException;
import dev.clearer.group.Peers;
import dev.clearer.train.Experiment;
import dev.clearer.train.Overrides;
import dev.clearer.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Trains an experiment in a run folder. */
public final class TrainService {
  private final Trainer trainer;
  private final Path run;
  private final Peers workers;

  private TrainService(Trainer trainer, Path run, Peers workers) {
    this.trainer = trainer;
    this.run = run;
    this.workers = workers;
  }

  /**
   * Starts a new run of the experiment in {@code config} with {@code overrides}.
   *
   * @param run a folder that does not exist yet or holds no run; only rank 0 uses it
   * @param workers the processes that train together
   * @param lines receives log lines
   * @throws dev.clearer.InputException if the experiment is invalid, a file that it names is
   *     missing, or the folder already holds a run
   */
  public static TrainService start(
      Path config, List<String> overrides, Path run, Peers workers, Consumer<String> lines) {
    Experiment experiment = Configuration.read(config, Experiment.class, overrides);
    return new TrainService(Trainer.start(experiment, run, workers, lines), run, workers);
  }

  /**
   * Resumes the run in {@code run} from its newest checkpoint. Without changes the result is the
   * same, bit for bit, as without the interruption.
   *
   * @param changes changed values; only those of rank 0 are used
   * @param workers the processes that train together; their number may differ from before
   * @param lines receives log lines
   * @throws dev.clearer.InputException if there is no run, or its checkpoint does not fit
   */
  public static TrainService resume(
      Path run, Overrides changes, Peers workers, Consumer<String> lines) {
    return new TrainService(Trainer.resume(run, changes, workers, lines), run, workers);
  }

  /** Which other process is lost or has failed; null if none is known. */
  public @Nullable LostProcessException lost() {
    return trainer.lost();
  }

  /**
   * Makes a running {@link #train} save a checkpoint and return soon; may be called by any thread.
   */
  public void stop() {
    trainer.stop();
  }

  /**
   * Trains to the end, or until {@link #stop}.
   *
   * @return a sentence that says how it ended and how to resume
   * @throws dev.clearer.InputException if pictures cannot be read, or losses repeatedly are not
   *     finite
   * @throws LostProcessException if another process is lost or fails
   */
  public String train() throws InterruptedException {
    boolean finished = trainer.run();
    if (workers.rank() > 0) {
      return "%s: %s at step %d; rank 0 has all files"
          .formatted(workers, finished ? "done" : "stopped", trainer.step());
    }
    return finished
        ? "done: " + run.resolve("model.safetensors")
        : "saved at step %d; resume with: clearer train --resume %s%s"
            .formatted(trainer.saved(), run, workers.size() > 1 ? ", in every process" : "");
  }
}
