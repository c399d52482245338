package dev.clearer.train;

import dev.clearer.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Undoes what a skipped step did to the running statistics of a network's batch norms. */
final class RunningStatistics {
  private final Map<String, Tensor> live;
  private final Map<String, Tensor> remembered = new LinkedHashMap<>();

  /** Those of {@code network}; make it outside any scope. */
  RunningStatistics(Module network) {
    live = NetworkState.buffers(network);
    live.forEach((name, buffer) -> remembered.put(name, buffer.clone()));
  }

  /** The statistics themselves, without the counts of batches. */
  List<Tensor> tensors() {
    return live.values().stream().filter(Tensor::is_floating_point).toList();
  }

  void remember() {
    copy(live, remembered);
  }

  void restore() {
    copy(remembered, live);
  }

  private static void copy(Map<String, Tensor> from, Map<String, Tensor> to) {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            to.forEach((name, target) -> target.copy_(Objects.requireNonNull(from.get(name))));
          }
        });
  }
}
