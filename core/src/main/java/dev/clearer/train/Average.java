package dev.clearer.train;

import dev.clearer.tensor.Scope;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The exponential moving average of a network's weights and running statistics, stored in a second
 * network of the same kind.
 */
final class Average {
  private final Map<String, Tensor> live;
  private final Map<String, Tensor> averaged;
  private final double decay;

  /**
   * Averages {@code live} in {@code averaged}, which starts equal to it; create it outside any
   * scope.
   *
   * @param decay weight of the old average in each update; 0 keeps both networks equal
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
   * Updates the average after a step. Early updates use a smaller decay, so that the random initial
   * weights vanish quickly.
   *
   * @param updates updates before this one
   */
  void update(long updates) {
    double keep = Math.min(decay, (1.0 + updates) / (10.0 + updates));
    Scalar[] weight = new Scalar[1];
    move(
        (target, source) -> {
          if (!target.is_floating_point()) {
            target.copy_(source); // a batch norm's number of batches
            return;
          }
          if (weight[0] == null) {
            weight[0] = new Scalar(1 - keep);
          }
          target.lerp_(source, weight[0]);
        });
  }

  /** An operation on a tensor of the average and the same tensor of the network. */
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
