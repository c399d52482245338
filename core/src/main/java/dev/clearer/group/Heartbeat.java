package dev.clearer.group;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells, on a thread of its own, all processes of a run that this one lives, and knows whether the
 * others do. A collective operation alone would not: a process may be long at work, as rank 0 is in
 * validation, and a machine that loses its power closes no connection.
 */
final class Heartbeat {
  private static final Duration PERIOD = Duration.ofMillis(500);

  /** What a process must have been silent for after a connection broke: six beats. */
  private static final Duration SUSPICION = Duration.ofSeconds(3);

  /** How long rank 0, with whom the store goes, waits for the others to leave. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private static final String FAILURE = "failure";

  private final SharedStore store;
  private final Peers workers;
  private final Thread thread = new Thread(this::beat, "heartbeat");
  private final long[] beats;
  private final long[] heard;
  private volatile long round = System.nanoTime();
  private volatile Duration patience;
  private volatile @Nullable String failure;
  private volatile @Nullable String lastWord;
  private volatile boolean leaving;

  /** Begins to beat. */
  Heartbeat(SharedStore store, Peers workers) {
    this.store = store;
    this.workers = workers;
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
      known = lost(0); // the store does not answer the thread
    }
    if (known != null) {
      throw new LostProcessException(known);
    }
  }

  /** Which process is lost or has failed, in a sentence; null as long as nobody knows of any. */
  @Nullable String failure() {
    return failure;
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

  /**
   * Leaves: the others do not wait for this process any more.
   *
   * @param reason what ended it before its time, for the others to tell; null if nothing did
   */
  void leave(@Nullable Throwable reason) {
    if (reason != null && !(reason instanceof LostProcessException)) { // which they know
      lastWord = "%s ended: %s".formatted(workers, firstLine(reason));
    }
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
      if (lastWord != null) {
        tell(lastWord);
      }
      leave(store, workers);
    } catch (RuntimeException e) {
      if (failure == null) { // a loss known before is the cause of this one
        failure = lost(0) + ", and the store at " + workers.meeting() + " with it";
      }
    }
  }

  private void round() {
    store.count("beat/" + workers.rank(), 1);
    for (int rank = 0; rank < workers.size(); rank++) {
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

  /** Says farewell; rank 0, with whom the store goes, waits until the others have. */
  static void leave(SharedStore store, Peers workers) {
    store.put(left(workers.rank()), "");
    long since = System.nanoTime();
    while (workers.rank() == 0 && !isOver(since, FAREWELL) && !isAlone(store, workers)) {
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

  /** libtorch adds its stack to what it says. */
  static String firstLine(Throwable reason) {
    String message = reason.getMessage();
    return message == null ? reason.toString() : message.lines().findFirst().orElse("");
  }
}
