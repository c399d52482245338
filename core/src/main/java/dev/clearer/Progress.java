package dev.clearer;

import java.util.concurrent.CancellationException;

/** Told how far a long piece of work has come; may stop it by throwing. */
@FunctionalInterface
public interface Progress {
  /** Listens to nothing. */
  Progress NONE = fraction -> {};

  /**
   * Called now and then from the working thread.
   *
   * @param fraction share of the work that is done, in [0, 1], never falling
   * @throws CancellationException to give the work up; nothing half-written is left behind
   */
  void report(double fraction);

  /** The part of this progress from {@code start} to {@code end}, as a progress of its own. */
  default Progress part(double start, double end) {
    return fraction -> report(start + (end - start) * fraction);
  }
}
