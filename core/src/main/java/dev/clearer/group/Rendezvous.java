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

/** Connects the processes of a run and checks that they are about to do the same. */
public final class Rendezvous {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
  private static final int CONNECTION_MILLIS = 2_000;
  private static final String OK = "+";
  private static final String ERROR = "-";

  private final Peers workers;
  private final SharedStore store;

  private Rendezvous(Peers workers) {
    this.workers = workers;
    store = workers.rank() == 0 && workers.endpoint().hosted() ? hosted() : connected();
  }

  /**
   * Connects to the store of the run; call it outside any scope.
   *
   * @param lines receives status lines
   * @throws InputException if the store cannot be reached, or another process has this rank
   */
  public static Rendezvous of(Peers workers, Consumer<String> lines) {
    lines.accept("%s: connects to the others at %s".formatted(workers, workers.endpoint()));
    Rendezvous rendezvous = new Rendezvous(workers);
    if (rendezvous.store.count("arrived/" + workers.rank(), 1) > 1) {
      throw new InputException(
          ("Another process is already %s at %s. Give each process its own rank, or restart"
                  + " all of them.")
              .formatted(workers, workers.endpoint()));
    }
    return rendezvous;
  }

  private SharedStore hosted() {
    try {
      return SharedStore.at(workers.endpoint(), true, workers.limits().join());
    } catch (RuntimeException e) {
      throw new InputException(
          ("Rank 0 cannot open %s, where the processes connect. Choose a port that no other"
                  + " program"
                  + " uses, and a host name of this machine.")
              .formatted(workers.endpoint()),
          e);
    }
  }

  private SharedStore connected() {
    long since = System.nanoTime();
    for (String fault = unreachable(); fault != null; fault = unreachable()) {
      if (System.nanoTime() - since > workers.limits().join().toNanos()) {
        throw new InputException(
            "Rank 0 did not open %s within %d s (%s). Start it with the same list of workers."
                .formatted(workers.endpoint(), workers.limits().join().toSeconds(), fault));
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
    try {
      return SharedStore.at(workers.endpoint(), false, workers.limits().silence());
    } catch (RuntimeException e) {
      throw new InputException(
          "The program that answers at %s is not rank 0 of a run. Choose another port."
              .formatted(workers.endpoint()),
          e);
    }
  }

  /** Why the store cannot be reached; null if it can. */
  private @Nullable String unreachable() {
    try (Socket socket = new Socket()) {
      InetAddress host = InetAddress.getByName(workers.endpoint().host());
      socket.connect(new InetSocketAddress(host, workers.endpoint().port()), CONNECTION_MILLIS);
      return null;
    } catch (UnknownHostException e) {
      return "unknown host " + workers.endpoint().host();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * Checks that all processes are about to do the same.
   *
   * @param purpose what this process is about to do, such as "begins a run"
   * @param experiment of this process; empty if it uses that of rank 0, which must have one
   * @return the experiment of rank 0
   * @throws InputException with the same sentence in all processes, if they differ, one is missing,
   *     or an experiment is invalid
   */
  public String agree(String purpose, Supplier<String> experiment) {
    List<Handshake> all = new ArrayList<>();
    exchange(
        "handshake",
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
   * @throws InputException in all processes, if their devices or precisions differ
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
              : "rank %d computes on %s, rank 0 on %s. Set training.device and training.precision."
                  .formatted(rank, text, all.get(0));
        });
    return Collective.of(workers, store, compute.get().device());
  }

  /** Checks what a process published, in the order of ranks; returns null if it is valid. */
  private interface Check {
    @Nullable String fault(int rank, String text);
  }

  /**
   * Publishes {@code own}, or the error in computing it, and checks what all processes published.
   * All processes find the same error.
   */
  private void exchange(String topic, Supplier<String> own, Duration timeout, Check check) {
    try {
      publish(topic, own);
      for (int rank = 0; rank < workers.size(); rank++) {
        String text = awaitText(topic, rank, timeout);
        String fault =
            text.startsWith(ERROR) ? fault(rank, text) : check.fault(rank, text.substring(1));
        if (fault != null) {
          throw new InputException(fault);
        }
      }
    } catch (InputException e) {
      Heartbeat.leave(store, workers);
      throw e;
    } catch (RuntimeException e) {
      throw new LostProcessException(
          "The store at %s was closed before all processes had connected. Restart all processes."
              .formatted(workers.endpoint()),
          e);
    }
  }

  private void publish(String topic, Supplier<String> own) {
    String key = topic + "/" + workers.rank();
    try {
      store.put(key, OK + own.get());
    } catch (InputException e) {
      store.put(key, ERROR + e.getMessage());
      throw e;
    }
  }

  private String awaitText(String topic, int rank, Duration timeout) {
    long since = System.nanoTime();
    String text = store.text(topic + "/" + rank);
    while (text == null) {
      if (System.nanoTime() - since > timeout.toNanos()) {
        throw new InputException(
            ("rank %d of %d did not connect to %s within %d s. Start every process with the same"
                    + " list"
                    + " of workers, or wait longer with --join-timeout.")
                .formatted(rank, workers.size(), workers.endpoint(), timeout.toSeconds()));
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
      text = store.text(topic + "/" + rank);
    }
    return text;
  }

  private static String fault(int rank, String text) {
    return "rank %d ended: %s".formatted(rank, text.substring(1));
  }
}
