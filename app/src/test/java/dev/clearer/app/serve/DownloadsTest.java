package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that clients get, also while somebody deletes them. */
class DownloadsTest {
  @TempDir Path folder;

  private RunningServer server(JobQueue.Work work, String... changes) {
    return new RunningServer(folder.resolve("data"), work, new Contract(), null, changes);
  }

  /** It was a 500. */
  @Test
  void whatIsDeletedWhileItIsFetchedIsGone() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    Set<Integer> seen = new TreeSet<>();
    try (RunningServer server = server(FakeServer.work(0), "limits.queue=50")) {
      byte[] picture = Pictures.jpeg(700, 700);
      for (int i = 0; i < 12; i++) {
        String id = server.submit(Form.of("a.jpg", picture));
        server.await(id, "done");
        int wait = 8 * i;
        Future<Integer> deleted =
            other.submit(
                () -> {
                  Thread.sleep(wait);
                  return server.delete(id).statusCode();
                });
        seen.add(server.get("/api/jobs/" + id + "/original").statusCode());
        seen.add(server.get("/api/jobs/" + id + "/result?format=jpeg").statusCode());
        assertEquals(204, deleted.get());
        assertEquals(404, server.get("/api/jobs/" + id + "/original").statusCode());
      }
      assertTrue(Set.of(200, 404).containsAll(seen), seen.toString());
      String gone = server.submit(Form.of("a.jpg", picture));
      server.await(gone, "done");
      Files.delete(folder.resolve("data/pictures/" + gone + "/upload"));
      assertEquals(404, server.get("/api/jobs/" + gone + "/original").statusCode());
      assertTrue(!server.log.toString().contains("\"fault\""), server.log.toString());
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void aPictureTooLargeForAJpegIsNoFault() {
    JobQueue.Work huge =
        (job, files, progress) ->
            job.done(new Job.Facts(17_000, 10, 68_000, 40, 0, 0, 1, 1, List.of()), null);
    try (RunningServer server = server(huge)) {
      String id = server.submit(Form.of("a.png", Pictures.png(8, 8)));
      server.await(id, "done");
      HttpResponse<byte[]> answer = server.get("/api/jobs/" + id + "/result?format=jpeg");
      assertEquals(422, answer.statusCode());
      assertTrue(RunningServer.text(answer).contains("65500"), RunningServer.text(answer));
    }
  }

  @Test
  void whatIsConvertedCounts() throws IOException {
    try (RunningServer server = server(FakeServer.work(0))) {
      byte[] picture = Pictures.png(30, 20);
      String id = server.submit(Form.of("a.png", picture));
      server.await(id, "done");
      double before = bytes(server);
      assertEquals(200, server.get("/api/jobs/" + id + "/original").statusCode());
      assertEquals(200, server.get("/api/jobs/" + id + "/result?format=jpeg").statusCode());
      Path files = folder.resolve("data/pictures/" + id);
      long made =
          Files.size(files.resolve("original.png")) + Files.size(files.resolve("result.jpg"));
      assertEquals(before + made, bytes(server));
    }
  }

  private static double bytes(RunningServer server) {
    String metrics = RunningServer.text(server.get("/metrics"));
    return Double.parseDouble(
        metrics.replaceFirst("(?s).*\nclearer_results_bytes ([^\n]*)\n.*", "$1"));
  }

  @Test
  void namesOfAllLettersAreSent() {
    assertEquals(
        "attachment; filename=\"a b_x4.png\"; filename*=UTF-8''a%20b_x4.png",
        Downloads.disposition("a b_x4.png"));
    assertEquals(
        "attachment; filename=\"V_gel _1_.png\"; filename*=UTF-8''V%C3%B6gel%20%281%29.png",
        Downloads.disposition("V\u00f6gel (1).png"));
    assertEquals(
        "attachment; filename=\"_.png\"; filename*=UTF-8''%F0%9F%90%A6.png",
        Downloads.disposition("\uD83D\uDC26.png"));
  }
}
