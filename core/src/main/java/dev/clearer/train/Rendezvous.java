package dev.clearer.train;

import dev.clearer.InputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the processes of a run find each other and make sure that they are about the same thing. */
final class Rendezvous {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration FAREWELL = Duration.ofSeconds(3);
  private static final int CONNECTION_MILLIS = 2_000;
  private static final String INTRODUCTION = "introduction";
  private static final String DECISION = "decision";
  private static final String AGREED = "agreed";

  private final Workers workers;
  private final long deadline;
  private final SharedStore store;

  private Rendezvous(Workers workers) {
    this.workers = workers;
    deadline = System.nanoTime() + workers.limits().join().toNanos();
    store = workers.rank() == 0 && workers.meeting().opened() ? opened() : found();
  }

  /**
   * Comes to where the others come; outside any scope.
   *
   * @param lines told where
   * @throws InputException if nothing can be reached there
   */
  static Rendezvous of(Workers workers, Consumer<String> lines) {
    lines.accept("%s: meets the others at %s".formatted(workers, workers.meeting()));
    return new Rendezvous(workers);
  }

  private SharedStore opened() {
    try {
      return SharedStore.at(workers.meeting(), true, workers.limits().join());
    } catch (RuntimeException e) {
      throw new InputException(
          ("Rank 0 cannot open %s, where the processes meet: another run or program may have the"
                  + " port, or the host is not this machine.")
              .formatted(workers.meeting()),
          e);
    }
  }

  private SharedStore found() {
    for (String fault = unreachable(); fault != null; fault = unreachable()) {
      if (System.nanoTime() > deadline) {
        throw new InputException(
            "Rank 0 did not open %s within %d s (%s): start it, with the same list of workers."
                .formatted(workers.meeting(), workers.limits().join().toSeconds(), fault));
      }
      pause();
    }
    try {
      return SharedStore.at(workers.meeting(), false, workers.limits().join());
    } catch (RuntimeException e) {
      throw new InputException(
          "What answers at %s is not rank 0 of a run: name another port."
              .formatted(workers.meeting()),
          e);
    }
  }

  /** Why the store cannot be reached; null if it can. */
  private @Nullable String unreachable() {
    try (Socket socket = new Socket()) {
      InetAddress host = InetAddress.getByName(workers.meeting().host());
      socket.connect(new InetSocketAddress(host, workers.meeting().port()), CONNECTION_MILLIS);
      return null;
    } catch (UnknownHostException e) {
      return "no machine is called " + workers.meeting().host();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * Waits for all processes and compares what they are about to do.
   *
   * @param purpose "begins a run" or such
   * @param experiment of this process; empty text if it takes that of rank 0, which must have one
   * @return the experiment of rank 0
   * @throws InputException the same sentence in all processes, if they differ or one is missing
   */
  String agree(String purpose, Supplier<String> experiment) {
    if (workers.rank() > 0 && store.count("arrived/" + workers.rank(), 1) > 1) {
      throw new InputException(
          "%s is at %s already: give every process a rank of its own, or start all again."
              .formatted(workers, workers.meeting()));
    }
    try {
      return workers.rank() == 0 ? lead(purpose, experiment) : follow(purpose, experiment.get());
    } catch (InputException e) {
      Heartbeat.leave(store, workers, FAREWELL);
      throw e;
    } catch (RuntimeException e) {
      throw new LostProcessException(
          "The store at %s was lost: start all processes again.".formatted(workers.meeting()), e);
    }
  }

  private String lead(String purpose, Supplier<String> experiment) {
    Introduction own;
    try {
      own = Introduction.of(workers, purpose, experiment.get());
    } catch (InputException e) {
      store.put(DECISION, "rank 0 ended: " + e.getMessage());
      store.put(INTRODUCTION, "none");
      throw e;
    }
    store.put(INTRODUCTION, own.text());
    String decision = AGREED;
    for (int rank = 1; rank < workers.size() && decision.equals(AGREED); rank++) {
      String verdict = awaited("verdict/" + rank, deadline);
      decision = verdict == null ? missing(rank) : verdict;
    }
    store.put(DECISION, decision);
    requireAgreed(decision);
    return own.experiment();
  }

  private String missing(int rank) {
    return ("rank %d of %d did not come to %s within %d s: start every process with the same list"
            + " of workers, or wait longer with --join-timeout.")
        .formatted(rank, workers.size(), workers.meeting(), workers.limits().join().toSeconds());
  }

  private String follow(String purpose, String experiment) {
    String text = awaited(INTRODUCTION, deadline);
    if (text == null) {
      throw new InputException(missing(0));
    }
    String early = store.text(DECISION);
    if (early != null) {
      requireAgreed(early);
    }
    Introduction first = Introduction.parse(text);
    String difference =
        Introduction.of(workers, purpose, experiment).difference(first, workers.rank());
    store.put("verdict/" + workers.rank(), difference == null ? AGREED : difference);
    String decision = difference;
    if (decision == null) {
      // Rank 0 may have come later, and waits for others as long from then on.
      long patience = workers.limits().join().plus(FAREWELL).toNanos();
      decision = awaited(DECISION, System.nanoTime() + patience);
    }
    requireAgreed(decision == null ? missing(0) : decision);
    return first.experiment();
  }

  private static void requireAgreed(String decision) {
    if (!decision.equals(AGREED)) {
      throw new InputException(decision);
    }
  }

  /** The text under {@code key}, once it is there; null if it does not come in time. */
  private @Nullable String awaited(String key, long until) {
    String text = store.text(key);
    while (text == null && System.nanoTime() < until) {
      pause();
      text = store.text(key);
    }
    return text;
  }

  private static void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  /**
   * Joins the processes that have agreed.
   *
   * @param stop called when any of them was asked to stop
   * @throws InputException in all processes, if they compute differently
   */
  ProcessGroup join(Machine machine, Runnable stop) {
    store.put("machine/" + workers.rank(), machine.toString());
    long until = System.nanoTime() + workers.limits().silence().toNanos();
    String first = awaited("machine/0", until);
    for (int rank = 1; rank < workers.size(); rank++) {
      String other = awaited("machine/" + rank, until);
      if (first == null || other == null) {
        int lost = first == null ? 0 : rank;
        throw new LostProcessException("rank %d of %d was lost".formatted(lost, workers.size()));
      }
      if (!other.equals(first)) {
        Heartbeat.leave(store, workers, FAREWELL);
        throw new InputException(
            "rank %d computes on %s, rank 0 on %s: set training.device and training.precision."
                .formatted(rank, other, first));
      }
    }
    return Collective.of(workers, store, machine.processor(), stop);
  }
}
