package dev.clearer.train;

import dev.clearer.group.ProcessGroup;
import dev.clearer.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** The running statistics of a network's batch norms, with undo of a step. */
final class RunningStatistics {
  private final Map<String, Tensor> live;
  private final Map<String, Tensor> remembered = new LinkedHashMap<>();

  /** The statistics of {@code network}; create it outside any scope. */
  RunningStatistics(Module network) {
    live = NetworkState.buffers(network);
    live.forEach((name, buffer) -> remembered.put(name, buffer.clone()));
  }

  void remember() {
    copy(live, remembered);
  }

  void restore() {
    copy(remembered, live);
  }

  /**
   * Replaces this step's changes by their mean over all processes. Unchanged statistics of frozen
   * parts keep their exact values.
   */
  void average(ProcessGroup processes) {
    if (processes.size() == 1) {
      return;
    }
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            Map<String, Tensor> changes = changes();
            processes.average(changes.values());
            changes.forEach(
                (name, change) -> get(live, name).copy_(get(remembered, name).add(change)));
          }
        });
  }

  /** the counts of batches are equal in all processes */
  private Map<String, Tensor> changes() {
    Map<String, Tensor> changes = new LinkedHashMap<>();
    live.forEach(
        (name, buffer) -> {
          if (buffer.is_floating_point()) {
            changes.put(name, buffer.sub(get(remembered, name)));
          }
        });
    return changes;
  }

  private static Tensor get(Map<String, Tensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name));
  }

  private static void copy(Map<String, Tensor> from, Map<String, Tensor> to) {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            to.forEach((name, target) -> target.copy_(get(from, name)));
          }
        });
  }
}
