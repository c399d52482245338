package dev.clearer.group;

import dev.clearer.InputException;
import dev.clearer.tensor.Compute;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the processes of a run find each other and tell each other what they are about to do. */
public final class Rendezvous {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int CONNECTION_MILLIS = 2_000;
  private static final String WELL = "+";
  private static final String FAULT = "-";

  private final Peers workers;
  private final SharedStore store;

  private Rendezvous(Peers workers) {
    this.workers = workers;
    store = workers.rank() == 0 && workers.meeting().opened() ? opened() : found();
  }

  /**
   * Comes to where the others come; outside any scope.
   *
   * @param lines told where
   * @throws InputException if nothing can be reached there, or another has this rank
   */
  public static Rendezvous of(Peers workers, Consumer<String> lines) {
    lines.accept("%s: meets the others at %s".formatted(workers, workers.meeting()));
    Rendezvous rendezvous = new Rendezvous(workers);
    if (rendezvous.store.count("arrived/" + workers.rank(), 1) > 1) {
      throw new InputException(
          "There is a %s at %s already: give every process a rank of its own, or start all again."
              .formatted(workers, workers.meeting()));
    }
    return rendezvous;
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
    long since = System.nanoTime();
    for (String fault = unreachable(); fault != null; fault = unreachable()) {
      if (System.nanoTime() - since > workers.limits().join().toNanos()) {
        throw new InputException(
            "Rank 0 did not open %s within %d s (%s): start it, with the same list of workers."
                .formatted(workers.meeting(), workers.limits().join().toSeconds(), fault));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    try {
      return SharedStore.at(workers.meeting(), false, workers.limits().silence());
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
   * Makes sure that all processes are about to do the same.
   *
   * @param purpose "begins a run" or such
   * @param experiment of this process; empty text if it takes that of rank 0, which must have one
   * @return the experiment of rank 0
   * @throws InputException the same sentence in all processes, if they differ, one is missing, or
   *     an experiment is faulty
   */
  public String agree(String purpose, Supplier<String> experiment) {
    List<Handshake> all = new ArrayList<>();
    exchange(
        "introduction",
        () -> Handshake.of(workers, purpose, experiment.get()).text(),
        workers.limits().join(),
        (rank, text) -> {
          all.add(Handshake.parse(text));
          return all.get(rank).difference(all.get(0), rank);
        });
    return all.get(0).experiment();
  }

  /**
   * Joins the processes that have agreed.
   *
   * @throws InputException in all processes, if they compute differently
   */
  public ProcessGroup join(Supplier<Compute> compute) {
    List<String> all = new ArrayList<>();
    exchange(
        "compute",
        () -> compute.get().toString(),
        workers.limits().silence(),
        (rank, text) -> {
          all.add(text);
          return text.equals(all.get(0))
              ? null
              : "rank %d computes on %s, rank 0 on %s: set training.device and training.precision."
                  .formatted(rank, text, all.get(0));
        });
    return Collective.of(workers, store, compute.get().device());
  }

  /** Finds fault with what a process says, or gives null; asked in the order of ranks. */
  private interface Check {
    @Nullable String fault(int rank, String text);
  }

  /** Says {@code own} to all, or why it cannot, and hears what all say: all find the same fault. */
  private void exchange(String topic, Supplier<String> own, Duration patience, Check check) {
    try {
      say(topic, own);
      for (int rank = 0; rank < workers.size(); rank++) {
        String text = heard(topic, rank, patience);
        String fault =
            text.startsWith(FAULT) ? fault(rank, text) : check.fault(rank, text.substring(1));
        if (fault != null) {
          throw new InputException(fault);
        }
      }
    } catch (InputException e) {
      Heartbeat.leave(store, workers);
      throw e;
    } catch (RuntimeException e) {
      throw new LostProcessException(
          "The meeting at %s ended before all had come: start all processes again."
              .formatted(workers.meeting()),
          e);
    }
  }

  private void say(String topic, Supplier<String> own) {
    String key = topic + "/" + workers.rank();
    try {
      store.put(key, WELL + own.get());
    } catch (InputException e) {
      store.put(key, FAULT + e.getMessage());
      throw e;
    }
  }

  private String heard(String topic, int rank, Duration patience) {
    long since = System.nanoTime();
    String text = store.text(topic + "/" + rank);
    while (text == null) {
      if (System.nanoTime() - since > patience.toNanos()) {
        throw new InputException(
            ("rank %d of %d did not come to %s within %d s: start every process with the same list"
                    + " of workers, or wait longer with --join-timeout.")
                .formatted(rank, workers.size(), workers.meeting(), patience.toSeconds()));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      text = store.text(topic + "/" + rank);
    }
    return text;
  }

  private static String fault(int rank, String text) {
    return "rank %d ended: %s".formatted(rank, text.substring(1));
  }
}
