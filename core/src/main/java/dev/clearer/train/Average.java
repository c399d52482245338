package dev.clearer.train;

import dev.clearer.tensor.Scope;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The exponential moving average of a network's weights and running statistics, kept in a second
 * network of the same kind: what a single step gets wrong is averaged out of it.
 */
final class Average {
  private final Map<String, Tensor> live;
  private final Map<String, Tensor> averaged;
  private final double decay;

  /**
   * The average of {@code live} in {@code averaged}, which becomes equal to it; outside any scope.
   *
   * @param decay share of the old average that a step keeps; 0 keeps none, so that both networks
   *     are always equal
   */
  Average(Module live, Module averaged, double decay) {
    this.live = NetworkState.all(live);
    this.averaged = NetworkState.all(averaged);
    this.decay = decay;
    reset();
  }

  /** Makes the average equal to the network. */
  void reset() {
    move((target, source) -> target.copy_(source));
  }

  /**
   * Takes a step of the network in. In the beginning less of the past is kept, so that random first
   * weights are soon forgotten.
   *
   * @param updates steps before this one
   */
  void follow(long updates) {
    double keep = Math.min(decay, (1.0 + updates) / (10.0 + updates));
    Scalar[] weight = new Scalar[1];
    move(
        (target, source) -> {
          if (!target.is_floating_point()) {
            target.copy_(source); // the number of batches that a batch norm has seen
            return;
          }
          if (weight[0] == null) {
            weight[0] = new Scalar(1 - keep);
          }
          target.lerp_(source, weight[0]);
        });
  }

  /** What happens to a tensor of the average and the network's own. */
  private interface Move {
    void apply(Tensor target, Tensor source);
  }

  private void move(Move move) {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            averaged.forEach(
                (name, target) -> move.apply(target, Objects.requireNonNull(live.get(name))));
          }
        });
  }
}
