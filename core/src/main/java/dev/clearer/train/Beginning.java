package dev.clearer.train;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is settled before anything is built: the experiment, where to compute it, and with whom.
 *
 * @param stop becomes true when any of the processes was asked to stop
 */
record Beginning(
    Experiment experiment, Machine machine, ProcessGroup processes, AtomicBoolean stop) {
  /** Of a new run, which every process describes. */
  static Beginning first(Experiment experiment, Workers workers, Consumer<String> lines) {
    return of(workers, "begins a run", () -> experiment, lines);
  }

  /** Of a run that goes on, whose folder only rank 0 needs to have. */
  static Beginning again(RunFolder folder, Workers workers, Consumer<String> lines) {
    return of(workers, "goes on with a run", folder::experiment, lines);
  }

  private static Beginning of(
      Workers workers, String purpose, Supplier<Experiment> own, Consumer<String> lines) {
    AtomicBoolean stop = new AtomicBoolean();
    if (workers.size() == 1) {
      Experiment experiment = own.get();
      return new Beginning(experiment, machine(experiment), new SingleProcess(), stop);
    }
    Rendezvous rendezvous = Rendezvous.of(workers, lines);
    boolean told = workers.rank() > 0 && purpose.startsWith("goes");
    String agreed = rendezvous.agree(purpose, () -> told ? "" : Configuration.write(own.get()));
    Experiment experiment =
        Configuration.parse(agreed, "The experiment of rank 0", Experiment.class, List.of());
    requireShares(experiment, workers.size());
    Machine machine = machine(experiment);
    ProcessGroup processes = rendezvous.join(machine, () -> stop.set(true));
    lines.accept(
        "%s: %d of a step's %d samples, on %s"
            .formatted(
                workers,
                experiment.sampling().batch() / workers.size(),
                experiment.sampling().batch(),
                machine));
    return new Beginning(experiment, machine, processes, stop);
  }

  private static Machine machine(Experiment experiment) {
    return Machine.of(experiment.training().device(), experiment.training().precision());
  }

  private static void requireShares(Experiment experiment, int processes) {
    try {
      experiment.requireShares(processes);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }
}
