package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapKind;
import dev.clearer.net.compact.Compact;
import dev.clearer.net.compact.CompactConfig;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server (SIGKILL) again and again while it works: no job may be lost, none done twice.
 * {@code -Pload} does it at length and with the real program.
 */
class KillTest {
  private static final boolean LONG = Boolean.getBoolean("clearer.load");
  private static final int JOBS = LONG ? 200 : 36;
  private static final int KILLS = LONG ? 25 : 4;
  private static final String ROOM = "limits.queue=" + JOBS;

  @TempDir Path folder;

  private final SplittableRandom random = new SplittableRandom(30);
  private final Map<String, byte[]> accepted = new LinkedHashMap<>();
  private final Set<String> ended = new HashSet<>();
  private final JobLog log = new JobLog();

  private interface Start {
    ServerProcess now() throws IOException;
  }

  @Test
  @Timeout(900)
  void everyJobIsDoneOnceHoweverOftenTheServerIsKilled() throws Exception {
    Path data = folder.resolve("data");
    Start start =
        () -> new ServerProcess(data, FakeServer.class.getName(), data.toString(), "150", ROOM);
    try (ServerProcess last = workThroughKills(start, 200, 900)) {
      for (Map.Entry<String, byte[]> job : accepted.entrySet()) {
        String path = "/api/jobs/" + job.getKey();
        assertArrayEquals(job.getValue(), last.get(path + "/result").body());
        assertArrayEquals(
            FakeServer.map(MapKind.BLUR.suffix() + ".png", job.getValue()),
            last.get(path + "/blur").body());
      }
    }
    nothingIsLeftBehind(data);
  }

  @Test
  @Tag("long")
  @Timeout(1800)
  void soItIsWithTheRealNetwork() throws Exception {
    Path model = folder.resolve("untrained.safetensors");
    Weights.of(new Compact(CompactConfig.standard())).write(model);
    Path data = folder.resolve("data");
    try (ServerProcess last =
        workThroughKills(() -> new ServerProcess(data, model, ROOM), 1000, 6000)) {
      for (String job : accepted.keySet()) {
        byte[] result = last.get("/api/jobs/" + job + "/result").body();
        assertEquals(32, ImageFiles.decode(result, "result", 10_000).width());
      }
    }
    nothingIsLeftBehind(data);
  }

  /** Submits all, kills within a range of milliseconds after each start, and waits for the end. */
  private ServerProcess workThroughKills(Start start, int earliest, int latest) throws Exception {
    ServerProcess server = start.now();
    for (int kill = 0; kill < KILLS; kill++) {
      long end = System.nanoTime() + 1_000_000L * random.nextInt(earliest, latest);
      int share = JOBS - (KILLS - 1 - kill); // nearly all at once, and one more before each kill
      while (accepted.size() < share || System.nanoTime() < end) {
        if (accepted.size() < JOBS) {
          byte[] picture = Pictures.numbered(accepted.size());
          accepted.put(server.submit(Form.of("picture.png", picture)), picture);
        } else {
          RunningServer.pause();
        }
      }
      noteEnded(server);
      server.kill();
      log.add(server.log());
      server = start.now();
      nothingIsLost(server);
    }
    for (String job : accepted.keySet()) {
      for (int i = 0; i < 2400 && !server.state(job).equals("done"); i++) {
        RunningServer.pause();
      }
      assertEquals("done", server.state(job), server.log());
    }
    log.add(server.log());
    log.done.forEach((job, times) -> assertEquals(1, times, job + " was done twice"));
    assertEquals(JOBS, accepted.size());
    System.out.printf(
        "%d jobs, %d kills: 0 lost, 0 done twice; statuses %s%n", JOBS, KILLS, log.statuses);
    return server;
  }

  private void noteEnded(ServerProcess server) throws IOException, InterruptedException {
    for (String job : accepted.keySet()) {
      if (server.state(job).equals("done")) {
        ended.add(job);
      }
    }
  }

  private void nothingIsLost(ServerProcess server) throws IOException, InterruptedException {
    for (String job : accepted.keySet()) {
      String state = server.state(job);
      assertTrue(Set.of("queued", "running", "done").contains(state), job + " is " + state);
      assertTrue(!ended.contains(job) || state.equals("done"), job + " was done, and is " + state);
    }
  }

  private static void nothingIsLeftBehind(Path data) throws IOException {
    assertTrue(!Files.exists(data.resolve("lost")), "no folder without a job");
    for (String name : new String[] {"incoming", "trash"}) {
      try (Stream<Path> left = Files.list(data.resolve(name))) {
        assertEquals(0, left.count());
      }
    }
  }
}
