package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.MapKind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 clients that send, watch, fetch and delete at the same time, on this machine only: no job may
 * be lost, none done twice, and no answer be a 500. {@code -Pload} does it at length.
 */
class LoadTest {
  private static final boolean LONG = Boolean.getBoolean("clearer.load");
  private static final int CLIENTS = 200;
  private static final int JOBS_OF_EACH = LONG ? 20 : 1;

  @TempDir Path folder;

  private final Set<String> jobs = new ConcurrentSkipListSet<>();
  private final AtomicInteger downloads = new AtomicInteger();
  private final AtomicInteger numbers = new AtomicInteger();

  @Test
  @Timeout(1800)
  void twoHundredClientsFetchWhileOthersSend() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    long start = System.nanoTime();
    try (RunningServer server =
        new RunningServer(
            folder.resolve("data"), FakeServer.work(4), new Contract(), null, "limits.queue=50")) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        all.add(
            clients.submit(
                () -> {
                  for (int job = 0; job < JOBS_OF_EACH; job++) {
                    useOnce(server, numbers.incrementAndGet());
                  }
                  return null;
                }));
      }
      for (Future<?> client : all) {
        client.get();
      }
      JobLog log = new JobLog();
      log.add(server.log.toString());
      assertEquals(CLIENTS * JOBS_OF_EACH, jobs.size(), "none is lost");
      assertEquals(jobs, log.done.keySet(), "all are done");
      log.done.forEach((job, times) -> assertEquals(1, times, job + " was done twice"));
      assertTrue(log.statuses.keySet().stream().allMatch(s -> s < 500), log.statuses.toString());
      assertEquals(0, log.faults);
      System.out.printf(
          "%d clients, %d jobs, %d downloads in %.0f s: 0 lost, 0 done twice; statuses %s%n",
          CLIENTS, jobs.size(), downloads.get(), (System.nanoTime() - start) / 1e9, log.statuses);
    } finally {
      clients.shutdownNow();
    }
  }

  /** One client's way: send, watch or ask, fetch everything, delete every third. */
  private void useOnce(RunningServer server, int number) throws InterruptedException {
    byte[] picture = Pictures.numbered(number);
    HttpResponse<byte[]> sent = untilNotBusy(() -> server.post(Form.of("p.png", picture)));
    assertEquals(201, sent.statusCode(), RunningServer.text(sent));
    String id = RunningServer.json(sent).get("id").asText();
    jobs.add(id);
    String path = "/api/jobs/" + id;
    if (number % 2 == 0) {
      untilNotBusy(() -> server.get(path + "/events"));
    }
    server.await(id, "done");
    assertArrayEquals(picture, fetch(server, path + "/result"));
    assertArrayEquals(
        FakeServer.map(MapKind.BLUR.suffix() + ".png", picture), fetch(server, path + "/blur"));
    fetch(server, path + "/original");
    fetch(server, path + "/result?format=jpeg");
    assertArrayEquals(picture, fetch(server, path + "/result"));
    if (number % 3 == 0) {
      assertEquals(204, server.delete(id).statusCode());
      assertEquals(404, server.get(path + "/result").statusCode());
    }
  }

  private byte[] fetch(RunningServer server, String path) throws InterruptedException {
    HttpResponse<byte[]> answer = untilNotBusy(() -> server.get(path));
    assertEquals(200, answer.statusCode(), path + RunningServer.text(answer));
    downloads.incrementAndGet();
    return answer.body();
  }

  private interface Request {
    HttpResponse<byte[]> send();
  }

  private static HttpResponse<byte[]> untilNotBusy(Request request) throws InterruptedException {
    HttpResponse<byte[]> answer = request.send();
    while (answer.statusCode() == 429) {
      assertTrue(answer.headers().firstValueAsLong("Retry-After").orElse(0) > 0);
      Thread.sleep(ThreadLocalRandom.current().nextLong(100, 500));
      answer = request.send();
    }
    return answer;
  }
}
