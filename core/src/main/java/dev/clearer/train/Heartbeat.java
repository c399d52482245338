package dev.clearer.train;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells, on a thread of its own, all processes of a run that this one lives, and knows whether the
 * others do. A waiting collective operation alone would not: a process may be long at work, as rank
 * 0 is in validation, and a machine that loses its power closes no connection.
 */
final class Heartbeat {
  private static final Duration PERIOD = Duration.ofMillis(500);

  /** After an operation has failed: long enough for six beats. */
  private static final Duration SUSPICION = Duration.ofSeconds(3);

  /** How long the process that holds the store waits for the others to leave. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private static final String FAILURE = "failure";
  private static final String STOP = "stop";

  private final SharedStore store;
  private final Workers workers;
  private final Runnable stop;
  private final Thread thread = new Thread(this::beat, "heartbeat");
  private final long[] beats;
  private final long[] heard;
  private volatile long round = System.nanoTime();
  private volatile Duration patience;
  private volatile @Nullable String failure;
  private volatile @Nullable String lastWord;
  private volatile boolean stopping;
  private volatile boolean leaving;

  /**
   * Begins to beat.
   *
   * @param stop called when any process was asked to stop; more than once
   */
  Heartbeat(SharedStore store, Workers workers, Runnable stop) {
    this.store = store;
    this.workers = workers;
    this.stop = stop;
    patience = workers.limits().silence();
    beats = new long[workers.size()];
    heard = new long[workers.size()];
    Arrays.fill(heard, System.nanoTime());
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Checks that all processes are alive and well.
   *
   * @throws LostProcessException if one is not
   */
  void requireAll() {
    String known = failure;
    if (known == null && isOver(round, patience)) {
      known = lost(0); // this process's own thread hangs in the store, which is there
    }
    if (known != null) {
      throw new LostProcessException(known);
    }
  }

  /** What to tell of an operation that failed with {@code cause}: waits to learn who is lost. */
  LostProcessException lost(RuntimeException cause) {
    patience = SUSPICION;
    long since = System.nanoTime();
    while (!isOver(since, SUSPICION.plus(PERIOD.multipliedBy(2)))) {
      try {
        requireAll();
      } catch (LostProcessException e) {
        return new LostProcessException(String.valueOf(e.getMessage()), cause);
      }
      LockSupport.parkNanos(PERIOD.toNanos() / 10);
    }
    return new LostProcessException(
        "%s lost its connection to another (%s)".formatted(workers, firstLine(cause)), cause);
  }

  /** Has all processes stop. */
  void askToStop() {
    stopping = true;
  }

  /** Tells the others, in leaving, that this process has failed. */
  void fail(Throwable reason) {
    if (!(reason instanceof LostProcessException)) { // the others know
      lastWord = "%s ended: %s".formatted(workers, firstLine(reason));
    }
  }

  /** Leaves: the others do not wait for this process any more. */
  void close() {
    leaving = true;
    LockSupport.unpark(thread);
    try {
      thread.join(FAREWELL.plus(PERIOD).toMillis());
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
      leave();
    } catch (RuntimeException e) {
      if (!leaving) {
        failure = lost(0) + " with the store at " + workers.meeting();
      }
    }
  }

  private void round() {
    store.count("beat/" + workers.rank(), 1);
    if (stopping) {
      store.put(STOP, "asked");
    }
    if (store.text(STOP) != null) {
      stop.run();
    }
    for (int rank = 0; rank < workers.size() && failure == null; rank++) {
      listen(rank);
    }
    String told = store.text(FAILURE);
    if (told != null) {
      failure = told;
    }
    round = System.nanoTime();
  }

  private void listen(int rank) {
    long count = store.count("beat/" + rank, 0);
    if (count != beats[rank]) {
      beats[rank] = count;
      heard[rank] = System.nanoTime();
    } else if (isOver(heard[rank], patience) && store.text(left(rank)) == null) {
      tell(lost(rank));
    }
  }

  /** The first failure is the one that all tell: the later ones follow from it. */
  private void tell(String news) {
    if (store.text(FAILURE) == null) {
      store.put(FAILURE, news);
    }
  }

  private void leave() {
    String reason = lastWord;
    if (reason != null) {
      tell(reason);
    }
    leave(store, workers, FAREWELL);
  }

  /** Says farewell; rank 0, whose store goes with it, waits until the others have. */
  static void leave(SharedStore store, Workers workers, Duration farewell) {
    store.put(left(workers.rank()), "left");
    long since = System.nanoTime();
    while (workers.rank() == 0 && !isOver(since, farewell) && !isAlone(store, workers)) {
      LockSupport.parkNanos(PERIOD.toNanos() / 10);
    }
  }

  private static boolean isAlone(SharedStore store, Workers workers) {
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

  /** libtorch adds its stack to what it says. */
  static String firstLine(Throwable reason) {
    String message = reason.getMessage();
    return message == null ? reason.toString() : message.lines().findFirst().orElse("");
  }
}
