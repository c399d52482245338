package dev.clearer.train;

import dev.clearer.data.Batch;
import dev.clearer.data.Sample;
import dev.clearer.tensor.Scope;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;

/** Runs a network on one sample, without gradients, and frees all that it makes. */
final class Evaluation {
  private Evaluation() {}

  static Estimate of(Sample sample, Machine machine, Function<Batch, Estimate> network) {
    Estimate[] estimate = new Estimate[1];
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            Batch batch = machine.take(Batch.fine(List.of(sample)));
            machine.run(() -> estimate[0] = network.apply(batch));
          }
        });
    return Objects.requireNonNull(estimate[0]);
  }
}
