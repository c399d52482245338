package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.image.BlurMap;
import dev.clearer.image.MapFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients may send wrongly, in content, size and speed, and what they are told. */
class UploadTest {
  @TempDir Path folder;

  private RunningServer server(String... changes) {
    return new RunningServer(
        folder.resolve("data"),
        new SlowWork(
            (job, files, progress) -> {
              throw new InputException(files.upload() + " is refused by the test.");
            }),
        new Contract(),
        null,
        changes);
  }

  private void nothingIsKept(String... folders) throws IOException {
    for (String name : folders) {
      try (Stream<Path> left = Files.walk(folder.resolve("data").resolve(name))) {
        assertEquals(List.of(), left.skip(1).toList());
      }
    }
  }

  /** Damaged in ways that no decoder expects, among them all that ever was a 500. */
  private static Map<String, byte[]> damaged() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    byte[] png = Pictures.png(24, 18);
    byte[] jpeg = Pictures.jpeg(24, 18);
    byte[] onlyEnd = new byte[20];
    System.arraycopy(png, 0, onlyEnd, 0, 8);
    System.arraycopy(png, png.length - 12, onlyEnd, 8, 12);
    all.put("only its end.png", onlyEnd);
    all.put("signature.png", Arrays.copyOf(png, 8));
    byte[] bmp = new byte[62]; // one pixel of 4 bits, whose index is beyond the palette of one
    System.arraycopy(
        new byte[] {
          'B',
          'M',
          62,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          58,
          0,
          0,
          0,
          40,
          0,
          0,
          0,
          1,
          0,
          0,
          0,
          1,
          0,
          0,
          0,
          1,
          0,
          4,
          0,
          0,
          0,
          0,
          0,
          4,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          1,
          0,
          0,
          0,
          1,
          0,
          0,
          0,
          1,
          2,
          3,
          0,
          (byte) 0x90,
          0,
          0,
          0
        },
        0,
        bmp,
        0,
        62);
    all.put("beyond its palette.bmp", bmp);
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < 40; i++) {
      byte[] cut = Arrays.copyOf(i % 2 == 0 ? png : jpeg, random.nextInt(1, 200));
      all.put("cut " + i, cut);
    }
    return all;
  }

  @Test
  void noDamageIsOurFault() throws IOException {
    try (RunningServer server = server()) {
      for (Map.Entry<String, byte[]> file : damaged().entrySet()) {
        HttpResponse<byte[]> answer = server.post(Form.of(file.getKey(), file.getValue()));
        assertEquals(422, answer.statusCode(), file.getKey() + RunningServer.text(answer));
        isOneSentence(answer);
        HttpResponse<byte[]> map =
            server.post(
                Form.of("a.png", Pictures.png(24, 18)).file("blur", "b.png", file.getValue()));
        assertEquals(422, map.statusCode(), file.getKey() + RunningServer.text(map));
        isOneSentence(map);
      }
      nothingIsKept("incoming", "pictures");
      assertEquals(200, server.get("/health").statusCode());
    }
  }

  private void isOneSentence(HttpResponse<byte[]> answer) {
    String message = RunningServer.json(answer).get("message").asText();
    assertTrue(message.endsWith("."), message);
    assertFalse(message.contains(folder.toString()) || message.contains("told.png"), message);
    assertFalse(message.contains("Exception") || message.contains("\n"), message);
  }

  /** A map of a few bytes took 1.6 GB and 109 s, and nobody else could upload meanwhile. */
  @Test
  void aMapIsNoLargerThanAPictureMayBe() throws IOException {
    Path map = folder.resolve("map.png");
    MapFiles.writeBlur(new BlurMap(1200, 1000, new float[1_200_000]), map);
    byte[] picture = Pictures.png(300, 250);
    try (RunningServer server = server("limits.megapixels=1")) {
      HttpResponse<byte[]> answer =
          server.post(Form.of("a.png", picture).file("blur", "m.png", Files.readAllBytes(map)));
      assertEquals(422, answer.statusCode());
      String text = RunningServer.text(answer);
      assertTrue(text.contains("The blur map has 1200x1000 pixels"), text);
      isOneSentence(answer);
      nothingIsKept("incoming", "pictures");
    }
    try (RunningServer server = server("limits.megapixels=2")) {
      server.submit(Form.of("a.png", picture).file("blur", "m.png", Files.readAllBytes(map)));
    }
  }

  @Test
  void aResultIsNoLargerThanTheServerMakes() throws IOException {
    byte[] picture = Pictures.png(600, 400);
    try (RunningServer server = server("limits.resultMegapixels=1")) {
      HttpResponse<byte[]> answer = server.post(Form.of("a.png", picture).with("scale", "4"));
      assertEquals(422, answer.statusCode());
      String text = RunningServer.text(answer);
      assertTrue(text.contains("would have 4 megapixels, and this server makes up to 1"), text);
      isOneSentence(answer);
      server.submit(Form.of("a.png", picture).with("scale", "2"));
    }
  }

  /** Headers that ask for more than there is, before any pixel is decoded. */
  @Test
  void noHeaderTakesMemory() throws IOException {
    byte[] bomb = Pictures.png(64, 64);
    Arrays.fill(bomb, 16, 24, (byte) 0x7f);
    fixCheckSum(bomb);
    try (RunningServer server = server()) {
      for (Form form :
          List.of(
              Form.of("a.png", bomb),
              Form.of("a.png", Pictures.png(8, 8)).file("blur", "b.png", bomb))) {
        HttpResponse<byte[]> answer = server.post(form);
        assertEquals(422, answer.statusCode());
        assertTrue(RunningServer.text(answer).contains("megapixels"), RunningServer.text(answer));
      }
    }
  }

  private static void fixCheckSum(byte[] png) {
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(png, 12, 17);
    for (int i = 0; i < 4; i++) {
      png[29 + i] = (byte) (crc.getValue() >> (24 - 8 * i));
    }
  }

  @Test
  void whateverAReaderFailsWithIsAnAnswer() {
    StringWriter log = new StringWriter();
    UploadCheck check = new UploadCheck(RunningServer.settings().limits(), Jobs.journal(log));
    JobFiles.Folder files = new JobFiles(folder).of(UUID.randomUUID());
    List<Throwable> failures =
        List.of(
            new ArrayIndexOutOfBoundsException(9),
            new NegativeArraySizeException("-1"),
            new StackOverflowError(),
            new OutOfMemoryError("Java heap space"),
            new UnsatisfiedLinkError(folder + "/libwebp.so: cannot open"),
            new InputException(folder + "/models/x.safetensors is damaged."),
            new InputException(files.upload() + " is cut off."));
    for (Throwable failure : failures) {
      Refusal refusal =
          assertThrows(
              Refusal.class,
              () ->
                  check.one(
                      "bird.png",
                      files,
                      () -> {
                        throw UploadTest.<RuntimeException>sneaky(failure);
                      }));
      assertEquals(422, refusal.status());
      String sentence = String.valueOf(refusal.getMessage());
      assertTrue(sentence.startsWith("bird.png ") && sentence.endsWith("."), sentence);
      assertFalse(sentence.contains(folder.toString()), sentence);
    }
    assertTrue(log.toString().contains("libwebp"), "ours to know");
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws what must not be thrown
  private static <T extends Throwable> T sneaky(Throwable error) throws T {
    throw (T) error;
  }

  @Test
  void sayAtOnceThatItIsTooLarge() throws IOException {
    try (RunningServer server = server("limits.uploadMegabytes=1")) {
      for (String more : List.of("", "Expect: 100-continue\r\n")) {
        try (Raw raw = new Raw(server)) {
          long start = System.nanoTime();
          raw.send(Raw.uploadOf(10_000_000_000L).replace("Host:", more + "Host:"));
          assertEquals("HTTP/1.1 413 Payload Too Large", raw.statusLine(10));
          assertTrue(System.nanoTime() - start < 5e9, "waited for a body that is not wanted");
        }
      }
      HttpResponse<byte[]> inOneFile = server.post(Form.of("a.png", new byte[1_200_000]));
      assertEquals(413, inOneFile.statusCode());
      HttpResponse<byte[]> chunked =
          server.send(
              server
                  .request("/api/jobs")
                  .header("Content-Type", Form.type())
                  .POST(
                      HttpRequest.BodyPublishers.ofInputStream(
                          () -> new java.io.ByteArrayInputStream(new byte[2_500_000]))));
      assertEquals(413, chunked.statusCode());
      nothingIsKept("incoming", "pictures");
    }
  }

  /** A client that says nothing more is told so; one that goes away costs nothing. */
  @Test
  void cutUploadsLeaveNothing() throws IOException {
    byte[] form = Form.of("a.png", Pictures.png(40, 40)).bytes();
    try (RunningServer server = server()) {
      for (int part : new int[] {0, 30, 100, 150, form.length - 1}) {
        try (Raw raw = new Raw(server)) {
          raw.send(Raw.uploadOf(form.length));
          raw.send(Arrays.copyOf(form, part));
        }
      }
      for (int i = 0; i < 200 && server.log.toString().split("\"status\":400").length < 6; i++) {
        RunningServer.pause();
      }
      nothingIsKept("incoming", "pictures");
      assertFalse(server.log.toString().contains("\"fault\""), server.log.toString());
    }
  }

  /** Eight slow uploads kept all others out. */
  @Test
  void slowUploadsMakeRoomForOthers() throws IOException, InterruptedException {
    List<Raw> slow = new ArrayList<>();
    try (RunningServer server = server("limits.uploads=4", "limits.queue=100")) {
      // As long as one gets through there is a slot for another slow one.
      int early;
      do {
        Raw raw = new Raw(server);
        raw.send(Raw.uploadOf(2_000_000));
        raw.send("--" + Form.type().replaceFirst(".*=", "") + "\r\n");
        slow.add(raw);
        early = server.post(Form.of("early.png", Pictures.png(8, 8))).statusCode();
      } while (early == 201 && slow.size() < 20);
      assertEquals(429, early);
      for (int second = 0; second < 4; second++) {
        for (Raw raw : slow) {
          trickle(raw);
        }
        Thread.sleep(700);
      }
      for (int i = 0; i < 20; i++) {
        HttpResponse<byte[]> answer = server.post(Form.of("b.png", Pictures.png(8, 8)));
        assertEquals(201, answer.statusCode(), RunningServer.text(answer));
      }
      until408(server);
    } finally {
      for (Raw raw : slow) {
        raw.close();
      }
    }
  }

  private static void trickle(Raw raw) {
    try {
      raw.send("Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n");
    } catch (IOException e) {
      return; // it had to make room already
    }
  }

  private static void until408(RunningServer server) {
    for (int i = 0; i < 100 && !server.log.toString().contains("\"status\":408"); i++) {
      RunningServer.pause();
    }
    assertTrue(
        server.log.toString().contains("\"status\":408"), "one had to make room: " + server.log);
  }

  @Test
  void formsThatCannotBeReadAreTheClients() throws IOException {
    byte[] picture = Pictures.png(8, 8);
    String boundary = Form.type().replaceFirst(".*=", "");
    Map<String, byte[]> forms = new LinkedHashMap<>();
    forms.put("twice", Form.of("a.png", picture).file("file", "b.png", picture).bytes());
    forms.put("nothing", new byte[0]);
    forms.put("noise", "hello".repeat(100).getBytes(StandardCharsets.UTF_8));
    forms.put("no end", ("--" + boundary + "\r\n").getBytes(StandardCharsets.UTF_8));
    Form many = Form.of("a.png", picture);
    for (int i = 0; i < 100; i++) {
      many.with("x" + i, i);
    }
    forms.put("many", many.bytes());
    forms.put("long headers", Form.of("a".repeat(9000), picture).bytes());
    try (RunningServer server = server()) {
      for (Map.Entry<String, byte[]> form : forms.entrySet()) {
        HttpResponse<byte[]> answer =
            server.send(
                server
                    .request("/api/jobs")
                    .header("Content-Type", Form.type())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(form.getValue())));
        assertEquals(400, answer.statusCode(), form.getKey());
        isOneSentence(answer);
      }
      for (String type : List.of("multipart/form-data", "multipart/form-data; boundary=")) {
        HttpResponse<byte[]> answer =
            server.send(
                server
                    .request("/api/jobs")
                    .header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString("x")));
        assertEquals(400, answer.statusCode(), type);
      }
      assertEquals(
          201,
          server
              .send(
                  server
                      .request("/api/jobs")
                      .header("Content-Type", Form.type().replace("multipart", "Multipart"))
                      .POST(
                          HttpRequest.BodyPublishers.ofByteArray(
                              Form.of("a.png", picture).bytes())))
              .statusCode());
    }
  }

  @Test
  void aPictureThatWasDeletedMeanwhileIsGone() throws IOException {
    try (RunningServer server = server()) {
      String id = server.submit(Form.of("slow.png", Pictures.png(8, 8)));
      Files.delete(folder.resolve("data/pictures/" + id + "/upload"));
      assertEquals(404, server.post(new Form().with("from", id)).statusCode());
    }
  }

  @Test
  void namesAreCutBetweenLetters() {
    try (RunningServer server = server()) {
      String emoji = "\uD83D\uDC26".repeat(120) + ".png";
      String id = server.submit(Form.of(emoji, Pictures.png(8, 8)));
      String name = server.job(id).get("name").asText();
      assertEquals("\uD83D\uDC26".repeat(100), name);
    }
  }

  @Test
  @SuppressWarnings("InputStreamSlowMultibyteRead") // they only throw
  void aStreamThatIsTooSlowIsEnded() {
    UploadSlots slots = new UploadSlots(1);
    UploadSlots.Slot slot = slots.take(() -> {});
    Refusal large = Refusal.of(413, "large");
    InputStream stuck =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException(new java.util.concurrent.TimeoutException("idle"));
          }
        };
    UploadStream stream = new UploadStream(stuck, slot, 10, large);
    Refusal slow = assertThrows(Refusal.class, () -> stream.read(new byte[4]));
    assertEquals(408, slow.status());
    UploadStream gone =
        new UploadStream(
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("connection reset");
              }
            },
            slot,
            10,
            large);
    assertThrows(IOException.class, () -> gone.read(new byte[4]));
    UploadStream endless = new UploadStream(InputStream.nullInputStream(), slot, 10, large);
    assertEquals(-1, assertDoesNotThrowIo(endless));
  }

  @Test
  void theSlowestOfAllMakesRoomAndKnowsIt() throws InterruptedException {
    UploadSlots slots = new UploadSlots(3);
    List<String> interrupted = new ArrayList<>();
    UploadSlots.Slot fast = slots.take(() -> interrupted.add("fast"));
    UploadSlots.Slot slow = slots.take(() -> interrupted.add("slow"));
    UploadSlots.Slot whole = slots.take(() -> interrupted.add("whole"));
    whole.complete();
    fast.count(1_000_000_000);
    slow.count(10);
    Refusal early = assertThrows(Refusal.class, () -> slots.take(() -> {}));
    assertEquals(429, early.status(), "nobody is slow so soon");
    Thread.sleep((long) (1000 * UploadSlots.GRACE_SECONDS) + 200);
    UploadSlots.Slot next = slots.take(() -> interrupted.add("next"));
    assertEquals(List.of("slow"), interrupted);
    assertEquals(408, assertThrows(Refusal.class, slow::complete).status());
    slow.close();
    assertThrows(Refusal.class, () -> slots.take(() -> {}), "its slot was given away");
    next.close();
    slots.take(() -> {}).close();
    assertEquals(List.of("slow"), interrupted);
  }

  private static int assertDoesNotThrowIo(UploadStream stream) {
    try {
      return stream.read(new byte[4]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
