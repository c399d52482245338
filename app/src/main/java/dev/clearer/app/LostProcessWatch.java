package dev.clearer.app;

import dev.clearer.group.LostProcessException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends a process whose fellow is lost, if it does not do so itself: a training step of the paper's
 * networks takes minutes, and only at its end would it notice. Nothing is lost by it, as nothing is
 * saved within a step.
 */
final class LostProcessWatch implements AutoCloseable {
  private final Thread thread;

  private LostProcessWatch(Thread thread) {
    this.thread = thread;
  }

  /**
   * Watches until it is closed.
   *
   * @param loss null as long as nobody is known to be lost
   * @param grace how long the process may take to end by itself
   * @param end what to do then
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
                Thread.currentThread().interrupt(); // it has ended by itself
              }
            },
            "loss watch");
    thread.setDaemon(true);
    thread.start();
    return new LostProcessWatch(thread);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
