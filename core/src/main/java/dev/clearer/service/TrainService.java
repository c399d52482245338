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

/** Trains what an experiment describes, in a folder of its own. */
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
   * A new run of the experiment in {@code config} after {@code overrides}.
   *
   * @param run a folder that does not exist yet or holds no run; rank 0's alone
   * @param workers with whom it trains
   * @param lines told what happens, a line each
   * @throws dev.clearer.InputException if the experiment does not fit, what it names is missing, or
   *     the folder is taken
   */
  public static TrainService start(
      Path config, List<String> overrides, Path run, Peers workers, Consumer<String> lines) {
    Experiment experiment = Configuration.read(config, Experiment.class, overrides);
    return new TrainService(Trainer.start(experiment, run, workers, lines), run, workers);
  }

  /**
   * The run in {@code run}, to go on from its newest checkpoint: as if it had never stopped, where
   * nothing is changed.
   *
   * @param changes rank 0's
   * @param workers with whom it goes on; as many as before, or not
   * @throws dev.clearer.InputException if there is no run, or its checkpoint does not fit
   */
  public static TrainService resume(
      Path run, Overrides changes, Peers workers, Consumer<String> lines) {
    return new TrainService(Trainer.resume(run, changes, workers, lines), run, workers);
  }

  /** That another process is lost or has failed; null as long as nobody knows of any. */
  public @Nullable LostProcessException lost() {
    return trainer.lost();
  }

  /** Asks a running {@link #train} from another thread to checkpoint and return soon. */
  public void stop() {
    trainer.stop();
  }

  /**
   * Trains to the end, or until {@link #stop}.
   *
   * @return how it ended and how to go on, in a sentence
   * @throws dev.clearer.InputException if pictures cannot be read, or losses stay not finite
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
        : "saved at step %d; go on with: clearer train --resume %s%s"
            .formatted(trainer.saved(), run, workers.size() > 1 ? ", in every process" : "");
  }
}
