package dev.clearer.train;

import dev.clearer.config.Configuration;
import dev.clearer.group.Peers;
import dev.clearer.group.ProcessGroup;
import dev.clearer.group.Rendezvous;
import dev.clearer.group.SingleProcess;
import dev.clearer.tensor.Compute;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The setup of a run: experiment, device and processes. */
record RunSetup(Experiment experiment, Compute compute, ProcessGroup processes) {
  /** The setup of a new run; every process supplies the same {@code experiment}. */
  static RunSetup first(Supplier<Experiment> experiment, Peers workers, Consumer<String> lines) {
    return of("begins a run", experiment, workers, lines);
  }

  /** The setup of a resumed run; only rank 0 reads its {@code folder}. */
  static RunSetup again(
      RunFolder folder, Overrides changes, Peers workers, Consumer<String> lines) {
    return of("goes on with a run", () -> folder.experiment(changes), workers, lines);
  }

  private static RunSetup of(
      String purpose, Supplier<Experiment> own, Peers workers, Consumer<String> lines) {
    if (workers.size() == 1) {
      Experiment experiment = own.get();
      return new RunSetup(experiment, compute(experiment), new SingleProcess());
    }
    boolean receives = workers.rank() > 0 && purpose.startsWith("goes on");
    Rendezvous rendezvous = Rendezvous.of(workers, lines);
    String agreed = rendezvous.agree(purpose, () -> receives ? "" : text(own.get(), workers));
    Experiment experiment =
        Configuration.parse(agreed, "The experiment of rank 0", Experiment.class, List.of());
    ProcessGroup processes = rendezvous.join(() -> compute(experiment));
    int batch = experiment.sampling().batch();
    lines.accept(
        "%s: %d of a step's %d samples, on %s"
            .formatted(workers, batch / workers.size(), batch, compute(experiment)));
    return new RunSetup(experiment, compute(experiment), processes);
  }

  private static String text(Experiment experiment, Peers workers) {
    experiment.requireShares(workers.size());
    return Configuration.write(experiment);
  }

  private static Compute compute(Experiment experiment) {
    return Compute.of(experiment.training().device(), experiment.training().precision());
  }
}
