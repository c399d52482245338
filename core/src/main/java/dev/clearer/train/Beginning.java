package dev.clearer.train;

import dev.clearer.config.Configuration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is settled before anything is built: the experiment, where to compute it, with whom. */
record Beginning(Experiment experiment, Compute compute, ProcessGroup processes) {
  /** Of a new run, which every process describes in {@code experiment}. */
  static Beginning first(Supplier<Experiment> experiment, Workers workers, Consumer<String> lines) {
    return of("begins a run", experiment, workers, lines);
  }

  /** Of a run that goes on, in whose {@code folder} only rank 0 looks. */
  static Beginning again(
      RunFolder folder, Changes changes, Workers workers, Consumer<String> lines) {
    return of("goes on with a run", () -> folder.experiment(changes), workers, lines);
  }

  private static Beginning of(
      String purpose, Supplier<Experiment> own, Workers workers, Consumer<String> lines) {
    if (workers.size() == 1) {
      Experiment experiment = own.get();
      return new Beginning(experiment, compute(experiment), new SingleProcess());
    }
    boolean told = workers.rank() > 0 && purpose.startsWith("goes on");
    Rendezvous rendezvous = Rendezvous.of(workers, lines);
    String agreed = rendezvous.agree(purpose, () -> told ? "" : text(own.get(), workers));
    Experiment experiment =
        Configuration.parse(agreed, "The experiment of rank 0", Experiment.class, List.of());
    ProcessGroup processes = rendezvous.join(() -> compute(experiment));
    int batch = experiment.sampling().batch();
    lines.accept(
        "%s: %d of a step's %d samples, on %s"
            .formatted(workers, batch / workers.size(), batch, compute(experiment)));
    return new Beginning(experiment, compute(experiment), processes);
  }

  private static String text(Experiment experiment, Workers workers) {
    experiment.requireShares(workers.size());
    return Configuration.write(experiment);
  }

  private static Compute compute(Experiment experiment) {
    return Compute.of(experiment.training());
  }
}
