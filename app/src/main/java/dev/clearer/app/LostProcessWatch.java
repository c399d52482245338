package dev.clearer.app;

import dev.clearer.group.LostProcessException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends this process when another process of the group is lost and this one does not end by itself.
 * A training step of the paper's networks takes minutes, and training would notice the loss only at
 * its end. Nothing is saved within a step, so nothing is lost.
 */
final class LostProcessWatch implements AutoCloseable {
  private final Thread thread;

  private LostProcessWatch(Thread thread) {
    this.thread = thread;
  }

  /**
   * Starts to watch, until it is closed.
   *
   * @param loss returns null until a process is known to be lost
   * @param grace how long this process may take to end by itself
   * @param end is called after that time
   */
  static LostProcessWatch of(
      Supplier<@Nullable LostProcessException> loss,
      Duration grace,
      Consumer<LostProcessException> end) {
    Thread thread =
        new Thread(
            () -> {
              try {
                LostProcessException lost = null;
                while (lost == null) {
                  Thread.sleep(Math.min(500, grace.toMillis()));
                  lost = loss.get();
                }
                Thread.sleep(grace.toMillis());
                end.accept(lost);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // training has ended by itself
              }
            },
            "lost process watch");
    thread.setDaemon(true);
    thread.start();
    return new LostProcessWatch(thread);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
