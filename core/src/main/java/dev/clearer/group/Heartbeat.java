package dev.clearer.group;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends heartbeats to the other processes of a run from a separate thread, and detects processes
 * that stopped sending them. Collective operations alone cannot detect a loss: a process may be
 * busy for a long time, as rank 0 is during validation, and a machine that loses power closes no
 * connection.
 */
final class Heartbeat {
  private static final Duration PERIOD = Duration.ofMillis(500);

  /** Timeout after a connection broke: six heartbeats. */
  private static final Duration TIMEOUT_AFTER_ERROR = Duration.ofSeconds(3);

  /** How long rank 0, which hosts the store, waits for the others to leave. */
  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(2);

  private static final String FAILURE = "failure";

  private final SharedStore store;
  private final Peers workers;
  private final Thread thread = new Thread(this::beat, "heartbeat");
  private final long[] beats;
  private final long[] lastBeat;
  private volatile long round = System.nanoTime();
  private volatile Duration timeout;
  private volatile @Nullable String failure;
  private volatile @Nullable String lastMessage;
  private volatile boolean leaving;

  /** Starts the thread. */
  Heartbeat(SharedStore store, Peers workers) {
    this.store = store;
    this.workers = workers;
    timeout = workers.limits().silence();
    beats = new long[workers.size()];
    lastBeat = new long[workers.size()];
    Arrays.fill(lastBeat, System.nanoTime());
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Checks that no process is lost or has failed.
   *
   * @throws LostProcessException if one is not
   */
  void requireAll() {
    String known = failure;
    if (known == null && isOver(round, timeout)) {
      known = lost(0); // the thread is blocked: the store does not answer
    }
    if (known != null) {
      throw new LostProcessException(known);
    }
  }

  /** Which process is lost or has failed, as a sentence; null if none is known. */
  @Nullable String failure() {
    return failure;
  }

  /**
   * Explains an operation that failed with {@code cause}: waits until the lost process is known.
   */
  LostProcessException lost(RuntimeException cause) {
    timeout = TIMEOUT_AFTER_ERROR;
    long since = System.nanoTime();
    while (!isOver(since, TIMEOUT_AFTER_ERROR.plus(PERIOD.multipliedBy(2)))) {
      try {
        requireAll();
      } catch (LostProcessException e) {
        return new LostProcessException(String.valueOf(e.getMessage()), cause);
      }
      LockSupport.parkNanos(PERIOD.toNanos() / 10);
    }
    return new LostProcessException(
        "%s lost its connection to another process (%s)".formatted(workers, firstLine(cause)),
        cause);
  }

  /**
   * Leaves the group: the others no longer wait for this process.
   *
   * @param reason the error that ended it, which the others report; null if it ended normally
   */
  void leave(@Nullable Throwable reason) {
    if (reason != null && !(reason instanceof LostProcessException)) { // they know of that
      lastMessage = "%s ended: %s".formatted(workers, firstLine(reason));
    }
    leaving = true;
    LockSupport.unpark(thread);
    try {
      thread.join(LEAVE_TIMEOUT.plus(PERIOD).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    try {
      while (!leaving) {
        round();
        LockSupport.parkNanos(PERIOD.toNanos());
      }
      if (lastMessage != null) {
        publish(lastMessage);
      }
      leave(store, workers);
    } catch (RuntimeException e) {
      if (failure == null) { // an earlier loss is the cause of this error
        failure = lost(0) + ", and with it the store at " + workers.endpoint();
      }
    }
  }

  private void round() {
    store.count("beat/" + workers.rank(), 1);
    for (int rank = 0; rank < workers.size(); rank++) {
      check(rank);
    }
    String reported = store.text(FAILURE);
    if (reported != null) {
      failure = reported;
    }
    round = System.nanoTime();
  }

  private void check(int rank) {
    long count = store.count("beat/" + rank, 0);
    if (count != beats[rank]) {
      beats[rank] = count;
      lastBeat[rank] = System.nanoTime();
    } else if (isOver(lastBeat[rank], timeout) && store.text(left(rank)) == null) {
      publish(lost(rank));
    }
  }

  /** Publishes the first failure only: later ones are its consequences. */
  private void publish(String message) {
    if (store.text(FAILURE) == null) {
      store.put(FAILURE, message);
    }
  }

  /**
   * Marks this process as gone; rank 0, which hosts the store, waits until the others have left.
   */
  static void leave(SharedStore store, Peers workers) {
    store.put(left(workers.rank()), "");
    long since = System.nanoTime();
    while (workers.rank() == 0 && !isOver(since, LEAVE_TIMEOUT) && !isAlone(store, workers)) {
      LockSupport.parkNanos(PERIOD.toNanos() / 10);
    }
  }

  private static boolean isAlone(SharedStore store, Peers workers) {
    for (int rank = 1; rank < workers.size(); rank++) {
      if (store.text(left(rank)) == null) {
        return false;
      }
    }
    return true;
  }

  private static String left(int rank) {
    return "left/" + rank;
  }

  private String lost(int rank) {
    return "rank %d of %d was lost".formatted(rank, workers.size());
  }

  private static boolean isOver(long since, Duration duration) {
    return System.nanoTime() - since > duration.toNanos();
  }

  /** First line of a message: libtorch appends its stack trace. */
  static String firstLine(Throwable reason) {
    String message = reason.getMessage();
    return message == null ? reason.toString() : message.lines().findFirst().orElse("");
  }
}
