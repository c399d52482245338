package dev.clearer.train;

import dev.clearer.group.Peers;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Peers that are threads of one process, to libtorch as good as processes. */
final class Ranks {
  static final Peers.Limits SHORT =
      new Peers.Limits(Duration.ofSeconds(20), Duration.ofSeconds(10));

  private Ranks() {}

  /** A port that nothing listened to a moment ago. */
  static int port() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static Peers of(int rank, int size, int port, Peers.Limits limits) {
    Map<String, String> environment =
        Map.of(
            "RANK", Integer.toString(rank),
            "WORLD_SIZE", Integer.toString(size),
            "MASTER_ADDR", "127.0.0.1",
            "MASTER_PORT", Integer.toString(port));
    return Peers.of(null, null, environment, limits, "test");
  }

  /** What the ranks return or throw, all at the same time. */
  static List<Object> run(List<Callable<Object>> ranks) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(ranks.size());
    List<Object> results = new ArrayList<>();
    for (Future<Object> rank : threads.invokeAll(ranks, 60, TimeUnit.SECONDS)) {
      try {
        results.add(rank.get());
      } catch (ExecutionException e) {
        results.add(e.getCause());
      }
    }
    threads.shutdownNow();
    return results;
  }
}
