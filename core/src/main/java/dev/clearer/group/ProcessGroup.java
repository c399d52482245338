package dev.clearer.group;

import java.util.Collection;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The processes that train together. All must call the same methods in the same order. */
public interface ProcessGroup {
  /** Rank of this process, from 0. */
  int rank();

  /** Number of processes. */
  int size();

  /** Whether this process writes files and logs. */
  default boolean isLeader() {
    return rank() == 0;
  }

  /** Replaces each tensor by its mean over all processes; floating-point tensors of one type. */
  void average(Collection<Tensor> tensors);

  /** Returns the mean of each number over all processes, bit-identical in all of them. */
  double[] mean(double... numbers);

  /** Whether {@code here} is true in any process. */
  default boolean any(boolean here) {
    return mean(here ? 1 : 0)[0] > 0;
  }

  /** Replaces each tensor by that of rank 0. */
  void broadcast(Collection<Tensor> tensors);

  /** Returns the numbers of rank 0. */
  double[] broadcast(double... numbers);

  /**
   * Checks that no process is lost or has failed.
   *
   * @throws LostProcessException if one is, as all other methods do
   */
  void requireAll();

  /** Which process is lost or has failed; null if none is known. May be called by any thread. */
  default @Nullable String lost() {
    return null;
  }

  /**
   * Leaves the group; the others no longer wait for this process.
   *
   * @param reason the error that ended it, which the others report; null if it ended normally
   */
  void leave(@Nullable Throwable reason);
}
