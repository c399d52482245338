package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clearer.InputException;
import dev.clearer.app.CommandLineRuns;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapFiles;
import dev.clearer.image.OutputFile;
import dev.clearer.net.compact.Compact;
import dev.clearer.net.compact.CompactConfig;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of {@code clearer serve}, over HTTP, with untrained weights. */
class ServerTest {
  private static final Contract CONTRACT = new Contract();

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path model = Path.of("unset");

  @BeforeAll
  static void writeModel() {
    model = shared.resolve("untrained.safetensors");
    Weights.of(new Compact(CompactConfig.standard())).write(model);
  }

  @AfterAll
  static void everyOperationWasSeen() {
    assertEquals(Contract.operations(), CONTRACT.seen);
  }

  private static String models() {
    return "models=[\"" + model + "\"]";
  }

  private RunningServer real() {
    return new RunningServer(folder.resolve("data"), null, CONTRACT, null, models());
  }

  private RunningServer slow(String... changes) {
    return new RunningServer(folder.resolve("data"), slowWork(), CONTRACT, null, changes);
  }

  /** Fails at once what is not slow: tests of the queue need no network. */
  private static SlowWork slowWork() {
    return new SlowWork(
        (job, files, progress) -> {
          throw new InputException(files.upload() + " is refused by the test.");
        });
  }

  @Test
  void givesTheBytesOfTheCommandLine() throws IOException {
    byte[] picture = Pictures.jpeg(40, 28);
    Path file = Files.write(folder.resolve("bird.jpg"), picture);
    Path out = Files.createDirectories(folder.resolve("out"));
    assertEquals(
        0,
        CommandLineRuns.code(
            "upscale",
            file,
            "--output",
            out,
            "--maps",
            "--model=" + model,
            "--precision=f32",
            "--memory=200M",
            "--scale=3",
            "--strength=1.5"));
    try (RunningServer server = real()) {
      String id =
          server.submit(Form.of("bird.jpg", picture).with("scale", 3).with("strength", "1.5"));
      JsonNode job = server.await(id, "done");
      assertEquals(120, job.at("/facts/resultWidth").asInt());
      String path = "/api/jobs/" + id;
      assertArrayEquals(
          Files.readAllBytes(out.resolve("bird.png")), server.get(path + "/result").body());
      assertArrayEquals(
          Files.readAllBytes(out.resolve("bird_blur.png")), server.get(path + "/blur").body());
      assertArrayEquals(
          Files.readAllBytes(out.resolve("bird_semantics.png")),
          server.get(path + "/semantics").body());
      HttpResponse<byte[]> jpeg = server.get(path + "/result?format=jpeg");
      assertEquals(120, ImageFiles.decode(jpeg.body(), "jpeg", 1 << 20).width());
      assertEquals(
          "attachment; filename=\"bird_x3.jpg\"; filename*=UTF-8''bird_x3.jpg",
          jpeg.headers().firstValue("Content-Disposition").orElse(""));
      assertEquals(422, server.get(path + "/result?format=gif").statusCode());
      assertEquals(
          40, ImageFiles.decode(server.get(path + "/original").body(), "png", 9999).width());
    }
  }

  @Test
  void ensemblesAsTheCommandLineDoes() throws IOException {
    byte[] picture = Pictures.jpeg(24, 20);
    Path file = Files.write(folder.resolve("bird.jpg"), picture);
    assertEquals(
        0,
        CommandLineRuns.code(
            "upscale", file, "--ensemble", "--model=" + model, "--precision=f32", "--memory=200M"));
    try (RunningServer server = real()) {
      String usual = server.submit(Form.of("bird.jpg", picture));
      String best = server.submit(Form.of("bird.jpg", picture).with("ensemble", "true"));
      assertTrue(server.await(best, "done").at("/options/ensemble").asBoolean());
      assertFalse(server.await(usual, "done").at("/options/ensemble").asBoolean());
      byte[] result = server.get("/api/jobs/" + best + "/result").body();
      assertArrayEquals(Files.readAllBytes(folder.resolve("bird_x4.png")), result);
      assertFalse(Arrays.equals(server.get("/api/jobs/" + usual + "/result").body(), result));
    }
  }

  @Test
  void readsTheJobsOfEarlierVersions() throws IOException {
    Job.Options options = new Job.Options(4, "compact-x4", "auto", 1, 1, "auto", true);
    String earlier = Json.write(options).replace(",\"ensemble\":true", "");
    assertEquals(
        new Job.Options(4, "compact-x4", "auto", 1, 1, "auto", false),
        Json.MAPPER.readValue(earlier, Job.Options.class));
  }

  @Test
  void restoresAgainWithACorrectedMap() throws IOException {
    try (RunningServer server = real()) {
      String first = server.submit(Form.of("a.png", Pictures.png(20, 16)).with("scale", 2));
      server.await(first, "done");
      byte[] map = server.get("/api/jobs/" + first + "/blur").body();
      String told =
          server.submit(new Form().with("from", first).with("scale", 2).with("blur", "3.2"));
      server.await(told, "done");
      Path blur =
          Files.write(folder.resolve("b.png"), server.get("/api/jobs/" + told + "/blur").body());
      assertEquals(3.2f, MapFiles.readBlur(blur).at(5, 5), 1e-6);
      String painted =
          server.submit(new Form().with("from", first).with("scale", 2).file("blur", "m.png", map));
      server.await(painted, "done");
      assertEquals("map", server.job(painted).at("/options/blur").asText());
      HttpResponse<byte[]> wrong =
          server.post(new Form().with("from", first).with("scale", 1).file("blur", "m.png", map));
      assertEquals(422, wrong.statusCode());
      assertTrue(RunningServer.text(wrong).contains("40x32"), RunningServer.text(wrong));
    }
  }

  @Test
  void refusesWhatIsNoPicture() throws IOException {
    byte[] whole = Pictures.png(64, 64);
    try (RunningServer server = slow("limits.megapixels=1", "limits.uploadMegabytes=1")) {
      Map<String, byte[]> wrong = new TreeMap<>();
      wrong.put("words.png", "these are only words".getBytes(StandardCharsets.UTF_8));
      wrong.put("empty.png", new byte[0]);
      wrong.put("cut.png", Arrays.copyOf(whole, whole.length / 2));
      wrong.put("many.png", Pictures.png(1001, 1000));
      wrong.forEach(
          (name, bytes) -> {
            HttpResponse<byte[]> answer = server.post(Form.of(name, bytes));
            assertEquals(422, answer.statusCode(), name);
            assertTrue(RunningServer.text(answer).contains(name), RunningServer.text(answer));
          });
      byte[] bomb = whole.clone();
      Arrays.fill(bomb, 16, 24, (byte) 0x7f); // says that it is two thousand million pixels wide
      assertEquals(422, server.post(Form.of("bomb.png", bomb)).statusCode());
      assertEquals(413, server.post(Form.of("large.png", new byte[1_500_000])).statusCode());
      assertEquals(413, server.post(Form.of("huge.png", new byte[2_500_000])).statusCode());
      assertNothingIsKept();
      assertEquals("up", RunningServer.json(server.get("/health")).get("status").asText());
    }
  }

  private void assertNothingIsKept() throws IOException {
    try (Stream<Path> left = Files.walk(folder.resolve("data/pictures"))) {
      assertEquals(1, left.count());
    }
    try (Stream<Path> left = Files.walk(folder.resolve("data/incoming"))) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void refusesWrongForms() {
    byte[] picture = Pictures.png(8, 8);
    try (RunningServer server = slow()) {
      for (String[] option :
          new String[][] {
            {"scale", "5"}, {"scale", "x"}, {"strength", "0"}, {"strength", "11"},
            {"strength", "NaN"}, {"blur", "../../etc/passwd"}, {"blur", "101"}, {"model", "other"},
            {"model", "x".repeat(300)}, {"ensemble", "yes"}
          }) {
        HttpResponse<byte[]> answer =
            server.post(Form.of("a.png", picture).with(option[0], option[1]));
        assertEquals(422, answer.statusCode(), option[0] + "=" + option[1]);
      }
      assertEquals(400, server.post(new Form().with("scale", 2)).statusCode());
      assertEquals(400, server.post(Form.of("a.png", picture).with("colour", 2)).statusCode());
      assertEquals(404, server.post(new Form().with("from", "../x")).statusCode());
      assertEquals(
          415,
          server
              .send(server.request("/api/jobs").POST(HttpRequest.BodyPublishers.ofString("x")))
              .statusCode());
      byte[] cut = Arrays.copyOf(Form.of("a.png", picture).bytes(), 90);
      assertEquals(
          400,
          server
              .send(
                  server
                      .request("/api/jobs")
                      .header("Content-Type", Form.type())
                      .POST(HttpRequest.BodyPublishers.ofByteArray(cut)))
              .statusCode());
    }
  }

  @Test
  void noNameReachesTheDisk() throws IOException {
    try (RunningServer server = slow()) {
      String id = server.submit(Form.of("../../../slow<b>.png", Pictures.png(8, 8)));
      assertEquals("slowb.png", server.job(id).get("name").asText());
      String outside = raw(server, "GET /api/jobs/..%2F..%2Fjobs HTTP/1.1\r\nHost: localhost\r\n");
      assertTrue(outside.startsWith("HTTP/1.1 40"), outside);
      try (Stream<Path> all = Files.walk(folder)) {
        assertTrue(all.noneMatch(path -> path.toString().contains("slowb")));
      }
    }
  }

  @Test
  void tellsHowAFailedJobFailedWithoutPaths() {
    try (RunningServer server = slow()) {
      JsonNode job = server.await(server.submit(Form.of("a.png", Pictures.png(8, 8))), "failed");
      assertEquals("a.png is refused by the test.", job.get("message").asText());
      String id = job.get("id").asText();
      assertEquals(409, server.get("/api/jobs/" + id + "/result").statusCode());
      assertEquals(409, server.get("/api/jobs/" + id + "/blur").statusCode());
    }
  }

  @Test
  void aFullQueueSaysWhenToComeBack() {
    try (RunningServer server = slow("limits.queue=2")) {
      Form form = Form.of("slow.png", Pictures.png(8, 8));
      server.await(server.submit(form), "running");
      server.submit(form);
      String last = server.submit(form);
      assertEquals(2, server.job(last).get("ahead").asInt());
      HttpResponse<byte[]> answer = server.post(form);
      assertEquals(429, answer.statusCode());
      assertTrue(answer.headers().firstValueAsLong("Retry-After").orElse(0) > 0);
      assertEquals(204, server.delete(last).statusCode());
      server.submit(form);
    }
  }

  @Test
  void deletingCancelsAndLeavesNothing() throws IOException {
    try (RunningServer server = slow()) {
      Form form = Form.of("slow.png", Pictures.png(8, 8));
      String running = server.submit(form);
      String waiting = server.submit(form);
      server.await(running, "running");
      assertEquals(204, server.delete(running).statusCode());
      assertEquals(404, server.get("/api/jobs/" + running).statusCode());
      server.await(waiting, "running");
      assertEquals(204, server.delete(waiting).statusCode());
      assertEquals(404, server.delete(waiting).statusCode());
      for (int i = 0;
          i < 100 && RunningServer.json(server.get("/health")).get("running").asBoolean();
          i++) {
        RunningServer.pause();
      }
      assertNothingIsKept();
    }
  }

  @Test
  void progressComesAsEventsUntilTheEnd() throws Exception {
    try (RunningServer server = slow()) {
      String id = server.submit(Form.of("slow.png", Pictures.png(8, 8)));
      server.await(id, "running");
      ExecutorService client = Executors.newSingleThreadExecutor();
      Future<HttpResponse<byte[]>> stream =
          client.submit(() -> server.get("/api/jobs/" + id + "/events"));
      Thread.sleep(500);
      server.delete(id);
      String text = RunningServer.text(stream.get());
      client.shutdown();
      assertTrue(text.contains("\"progress\":0.25"), text);
      assertTrue(text.endsWith("event: deleted\ndata: {}\n\n"), text);
    }
  }

  @Test
  void noJobIsLostByARestart() throws IOException {
    String running;
    String waiting;
    try (RunningServer server = slow()) {
      running = server.submit(Form.of("slow.png", Pictures.png(8, 8)));
      waiting = server.submit(Form.of("next.png", Pictures.png(8, 8)));
      server.await(running, "running");
      assertThrows(InputException.class, this::slow, "two servers on one folder");
    }
    SlowWork work = slowWork();
    try (RunningServer server = new RunningServer(folder.resolve("data"), work, CONTRACT, null)) {
      server.await(running, "running");
      server.delete(running);
      server.await(waiting, "failed");
      assertEquals(List.of("slow.png", "next.png"), work.begun());
    }
    try (RunningServer server = new RunningServer(folder.resolve("data"), work, CONTRACT, null)) {
      assertEquals("failed", server.job(waiting).get("state").asText());
      assertEquals(2, work.begun().size(), "nothing is done twice");
    }
  }

  @Test
  void noJobIsLostByAKill() throws IOException, InterruptedException {
    byte[] large = Pictures.jpeg(500, 500);
    String running;
    String waiting;
    try (ServerProcess process =
        new ServerProcess(folder.resolve("data"), model, "limits.queue=9")) {
      running = process.submit(Form.of("first.jpg", large));
      waiting = process.submit(Form.of("second.jpg", large));
      while (!process.state(running).equals("running")) {
        RunningServer.pause();
      }
      process.kill();
    }
    Path pictures = folder.resolve("data/pictures");
    Files.write(pictures.resolve(running).resolve(".result.png.1~"), new byte[9]);
    SlowWork work = slowWork();
    try (RunningServer server = new RunningServer(folder.resolve("data"), work, CONTRACT, null)) {
      server.await(running, "failed");
      server.await(waiting, "failed");
      assertEquals(List.of("first.jpg", "second.jpg"), work.begun());
    }
    try (Stream<Path> files = Files.walk(pictures)) {
      assertTrue(files.noneMatch(OutputFile::isDraft), "what was half written is gone");
    }
  }

  @Test
  void aPictureThatTakesTooLongIsGivenUp() {
    try (RunningServer server = slow("limits.secondsPerPicture=1")) {
      JsonNode job = server.await(server.submit(Form.of("slow.png", Pictures.png(8, 8))), "failed");
      assertTrue(job.get("message").asText().contains("longer"), job.toString());
    }
  }

  @Test
  void wantsTheTokenAndOnlyOurPagesAndNames() throws IOException {
    try (RunningServer server =
        new RunningServer(folder.resolve("data"), slowWork(), CONTRACT, "secret")) {
      assertEquals(401, server.get("/api/options").statusCode());
      assertEquals(401, server.get("/metrics").statusCode());
      assertEquals(
          401,
          server
              .send(server.request("/api/options").header("Authorization", "Bearer no"))
              .statusCode());
      assertEquals(
          200,
          server
              .send(server.request("/api/options").header("Authorization", "Bearer secret"))
              .statusCode());
      assertEquals(200, server.get("/health").statusCode());
      assertEquals(200, server.get("/api/openapi.json").statusCode());
      Form form = Form.of("a.png", Pictures.png(8, 8));
      assertEquals(
          403,
          server
              .send(
                  form.request(server.request("/api/jobs")).header("Sec-Fetch-Site", "cross-site"))
              .statusCode());
      assertTrue(
          raw(server, "GET /health HTTP/1.1\r\nHost: evil.example\r\n").startsWith("HTTP/1.1 421"));
      assertTrue(
          raw(server, "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n")
              .startsWith("HTTP/1.1 40"));
      String page = raw(server, "GET / HTTP/1.1\r\nHost: localhost\r\n");
      assertTrue(page.contains("Content-Security-Policy: default-src 'none'"), page);
      assertFalse(page.contains("unsafe-inline"));
    }
  }

  private static String raw(RunningServer server, String head) throws IOException {
    try (Socket socket = connected(server)) {
      OutputStream out = socket.getOutputStream();
      out.write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void endsAnUploadThatOnlyTrickles() throws IOException {
    String head =
        "POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\nContent-Type: "
            + Form.type()
            + "\r\n\r\n";
    try (RunningServer server = slow();
        Socket socket = connected(server)) {
      socket.setSoTimeout(500);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[0];
      for (int i = 0; i < 60 && answer.length == 0; i++) {
        socket.getOutputStream().write("trickle".getBytes(StandardCharsets.US_ASCII));
        answer = received(socket);
      }
      assertEquals("HTTP/1.1 408", new String(answer, StandardCharsets.US_ASCII));
      assertEquals(200, server.get("/health").statusCode());
    }
  }

  private static byte[] received(Socket socket) throws IOException {
    try {
      return socket.getInputStream().readNBytes("HTTP/1.1 408".length());
    } catch (SocketTimeoutException e) {
      return new byte[0];
    }
  }

  private static Socket connected(RunningServer server) throws IOException {
    int port = java.net.URI.create(server.url("/")).getPort();
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  @Test
  void twoHundredClientsAtOnceAreEachAnswered() throws Exception {
    try (RunningServer server = slow("limits.queue=5")) {
      byte[] picture = Pictures.png(16, 16);
      ExecutorService clients = Executors.newFixedThreadPool(200);
      CountDownLatch together = new CountDownLatch(200);
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(
            clients.submit(
                () -> {
                  together.countDown();
                  together.await();
                  return server.post(Form.of("slow.png", picture)).statusCode();
                }));
      }
      Map<Integer, Integer> counts = new TreeMap<>();
      for (Future<Integer> answer : answers) {
        counts.merge(answer.get(), 1, Integer::sum);
      }
      clients.shutdown();
      assertEquals(java.util.Set.of(201, 429), counts.keySet(), counts.toString());
      int taken = counts.getOrDefault(201, 0);
      assertTrue(taken >= 5 && taken <= 6, counts.toString());
      String metrics = RunningServer.text(server.get("/metrics"));
      assertTrue(metrics.contains("clearer_jobs_waiting 5.0"), metrics);
      assertTrue(metrics.contains("status=\"429\""), metrics);
    }
  }

  @Test
  void explainsItsSettings() {
    assertEquals(0, CommandLineRuns.code("serve", "--help"));
    assertEquals(0, CommandLineRuns.code("serve", "--print-config"));
    assertEquals(2, CommandLineRuns.code("serve", "--set", "limits.queue=0"));
    assertEquals(2, CommandLineRuns.code("serve", "--set", "no.such=1"));
    assertEquals(2, CommandLineRuns.code("serve", "--config", folder.resolve("none.yml")));
    assertEquals(2, CommandLineRuns.code("serve", "--token-file", folder.resolve("none")));
  }
}
