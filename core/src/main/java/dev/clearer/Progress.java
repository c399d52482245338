package dev.clearer;

import java.util.concurrent.CancellationException;

/** Receives the progress of a long operation; may cancel it by throwing. */
@FunctionalInterface
public interface Progress {
  /** Ignores all reports. */
  Progress NONE = fraction -> {};

  /**
   * Called repeatedly by the thread that does the work.
   *
   * @param fraction share of the work that is done, in [0, 1], never decreasing
   * @throws CancellationException to cancel the work; no partially written files remain
   */
  void report(double fraction);

  /** Returns a listener whose 0 to 1 maps to {@code start} to {@code end} of this one. */
  default Progress part(double start, double end) {
    return fraction -> report(start + (end - start) * fraction);
  }
}
