package dev.clearer.group;

import java.util.Collection;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The processes that train together: all call the same methods in the same order. */
public interface ProcessGroup {
  /** Which of them this is, from 0. */
  int rank();

  /** How many there are. */
  int size();

  /** Whether this process writes files and logs. */
  default boolean isLeader() {
    return rank() == 0;
  }

  /** Puts into every tensor its mean over all processes; floating-point tensors of one type. */
  void average(Collection<Tensor> tensors);

  /** The mean of every number over all processes: the same bits in all of them. */
  double[] mean(double... numbers);

  /** Whether it is so in any of the processes. */
  default boolean any(boolean here) {
    return mean(here ? 1 : 0)[0] > 0;
  }

  /** Puts into every tensor what it holds in rank 0. */
  void broadcast(Collection<Tensor> tensors);

  /** The numbers that rank 0 gives. */
  double[] broadcast(double... numbers);

  /**
   * Checks that all processes are alive and well.
   *
   * @throws LostProcessException if one is not, as all other methods do
   */
  void requireAll();

  /** Which process is lost or has failed, from any thread; null as long as nobody knows of any. */
  default @Nullable String lost() {
    return null;
  }

  /**
   * Leaves the others; they must not be waited for any more.
   *
   * @param reason what ended this process before its time, for the others to tell; null if nothing
   */
  void leave(@Nullable Throwable reason);
}
