package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clearer.InputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask the server for what: tokens, host names, pages of other sites. */
class GateTest {
  private static final JobQueue.Work REFUSES =
      (job, files, progress) -> {
        throw new InputException("nothing is done here");
      };

  private static final Set<String> OPEN =
      Set.of("/", "/page.css", "/page.js", "/icon.svg", "/health", "/api/openapi.json");

  @TempDir Path folder;

  private RunningServer server(@Nullable String token, String... changes) {
    return new RunningServer(folder.resolve("data"), REFUSES, new Contract(), token, changes);
  }

  /** All addresses that the interface's description has. */
  private static List<String> closed(String id) throws IOException {
    JsonNode document = Json.MAPPER.readTree(Pages.read("openapi.json"));
    List<String> paths = new ArrayList<>();
    document.get("paths").fieldNames().forEachRemaining(paths::add);
    paths.removeAll(OPEN);
    paths.replaceAll(path -> path.replace("{id}", id));
    return paths;
  }

  /** Ways to write an address that may mean the same. */
  private static List<String> spellings(String path) {
    String encoded = path.replaceFirst("/(\\w)", "/%" + "%02x".formatted((int) path.charAt(1)));
    return List.of(
        path,
        path + "/",
        path + "//",
        "/" + path,
        path.toUpperCase(java.util.Locale.ROOT),
        encoded,
        path.replaceFirst("/", "%2f"),
        path.replaceFirst("/", "/%2e/"),
        path.replaceFirst("/", "/./"),
        "/x/.." + path,
        "/x/%2e%2e" + path,
        "/page.css/.." + path,
        "/page.css/..;" + path,
        path + ";x=1",
        path + "/;x",
        path + "?x=1",
        path + "%00",
        path + "%20",
        path + "#x",
        path + "\\",
        "http://localhost" + path);
  }

  /** A slash at the end was enough to read {@code /metrics} without the token. */
  @Test
  void noSpellingOfAnyAddressGoesAroundTheToken() throws IOException {
    try (RunningServer server = server("secret")) {
      String id =
          RunningServer.json(
                  server.send(
                      Form.of("a.png", Pictures.png(8, 8))
                          .request(server.request("/api/jobs"))
                          .header("Authorization", "Bearer secret")))
              .get("id")
              .asText();
      for (String path : closed(id)) {
        for (String spelling : spellings(path)) {
          for (String method : List.of("GET", "HEAD", "POST", "DELETE")) {
            int status =
                Raw.status(server, method + " " + spelling + " HTTP/1.1", "Host: localhost");
            assertTrue(
                List.of(400, 401, 404, 405).contains(status), method + spelling + " " + status);
          }
        }
        String method = path.equals("/api/jobs") ? "POST " : "GET ";
        assertEquals(401, Raw.status(server, method + path + "/ HTTP/1.1", "Host: localhost"));
      }
      assertEquals(
          200, Raw.status(server, "GET /metrics/ HTTP/1.1", "Host: localhost", bearer("secret")));
      for (String path : OPEN) {
        assertEquals(200, Raw.status(server, "GET " + path + " HTTP/1.1", "Host: localhost"));
        assertEquals(200, Raw.status(server, "HEAD " + path + " HTTP/1.1", "Host: localhost"));
      }
      for (String wrong : List.of("secre", "secret2", "SECRET", "")) {
        assertEquals(
            401, Raw.status(server, "GET /metrics HTTP/1.1", "Host: localhost", bearer(wrong)));
      }
    }
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  /** A method in a header is what Javalin goes by: so it is what the gate must go by. */
  @Test
  void aMethodInAHeaderChangesNothing() throws IOException {
    try (RunningServer server = server(null)) {
      String id = server.submit(Form.of("a.png", Pictures.png(8, 8)));
      assertEquals(
          403,
          Raw.status(
              server,
              "GET /api/jobs/" + id + " HTTP/1.1",
              "Host: localhost",
              "Sec-Fetch-Site: cross-site",
              "X-HTTP-Method-Override: DELETE"));
      assertEquals(200, server.get("/api/jobs/" + id).statusCode());
    }
  }

  @Test
  void headSaysWhatGetWouldSay() throws IOException {
    try (RunningServer server = server(null)) {
      assertEquals(404, head(server, "/api/jobs/x").statusCode());
      assertEquals(200, head(server, "/api/options").statusCode());
      String id = server.submit(Form.of("a.png", Pictures.png(8, 8)));
      assertEquals(200, head(server, "/api/jobs/" + id).statusCode());
      assertEquals(200, head(server, "/api/jobs/" + id + "/events").statusCode());
      server.await(id, "failed");
      assertEquals(409, head(server, "/api/jobs/" + id + "/result").statusCode());
      var original = head(server, "/api/jobs/" + id + "/original");
      assertEquals(200, original.statusCode());
      assertTrue(original.headers().firstValueAsLong("Content-Length").orElse(0) > 8);
    }
  }

  private static java.net.http.HttpResponse<byte[]> head(RunningServer server, String path) {
    return server.send(server.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
  }

  private static int withHost(RunningServer server, String host) throws IOException {
    return Raw.status(server, "GET /api/options HTTP/1.1", "Host: " + host);
  }

  @Test
  void aServerOfThisMachineKnowsItsNames() throws IOException {
    try (RunningServer server = server(null, "names=[\"Clearer.Example.org\"]")) {
      for (String ours :
          List.of(
              "localhost", "LOCALHOST:99", "127.0.0.1:1", "[::1]:8080", "clearer.example.org")) {
        assertEquals(200, withHost(server, ours), ours);
      }
      for (String other :
          List.of(
              "evil.example",
              "localhost.evil.example",
              "evil.example:80",
              "10.0.0.1",
              "127.0.0.1.nip.example")) {
        assertEquals(421, withHost(server, other), other);
      }
    }
  }

  /** Whoever reaches it can be made to reach it by a page of another name: DNS rebinding. */
  @Test
  void aServerForAllWithoutATokenIsReachedByAddressOrKnownName() throws IOException {
    String machine = InetAddress.getLocalHost().getHostName();
    try (RunningServer server = server(null, "host=\"0.0.0.0\"", "names=[photos.example]")) {
      for (String ours :
          List.of(
              "localhost",
              "127.0.0.1",
              "192.168.1.7:8080",
              "[fe80::1]:80",
              machine,
              "photos.example")) {
        assertEquals(200, withHost(server, ours), ours);
      }
      for (String other :
          List.of("evil.example", "evil.example:8080", "192.168.1.7.evil.example")) {
        assertEquals(421, withHost(server, other), other);
      }
      assertEquals(421, Raw.status(server, "GET /api/options HTTP/1.0"));
    }
    try (RunningServer server = server("secret", "host=\"0.0.0.0\"")) {
      assertEquals(401, withHost(server, "any.example"), "the token keeps pages of others out");
    }
  }

  private static int from(RunningServer server, String method, String... headers)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(method + " /api/jobs/00000000-0000-4000-8000-000000000000 HTTP/1.1");
    lines.addAll(List.of(headers));
    return Raw.status(server, lines.toArray(String[]::new));
  }

  @Test
  void pagesOfOtherSitesAreRefused() throws IOException {
    try (RunningServer server = server(null, "names=[clearer.example]")) {
      String host = "Host: localhost:8080";
      for (String origin :
          List.of(
              "http://evil.example",
              "http://localhost:3000",
              "http://localhost",
              "https://127.0.0.1:8080",
              "null",
              "http://localhost:8080.evil.example",
              "no origin at all")) {
        assertEquals(403, from(server, "DELETE", host, "Origin: " + origin), origin);
        assertEquals(403, from(server, "GET", host, "Origin: " + origin), origin);
      }
      for (String site : List.of("cross-site", "same-site", "anything")) {
        assertEquals(403, from(server, "DELETE", host, "Sec-Fetch-Site: " + site), site);
        assertEquals(404, from(server, "GET", host, "Sec-Fetch-Site: " + site), site);
      }
      Map<String, String> ours =
          Map.of(
              "Origin: http://localhost:8080", host,
              "Origin: https://localhost:8080", host,
              "Origin: https://clearer.example", "Host: 127.0.0.1:8080",
              "Origin: https://clearer.example:8443", "Host: clearer.example",
              "Sec-Fetch-Site: same-origin\r\nOrigin: http://other.example", host,
              "Sec-Fetch-Site: none", host,
              "Accept: */*", host);
      for (Map.Entry<String, String> page : ours.entrySet()) {
        assertEquals(404, from(server, "DELETE", page.getValue(), page.getKey()), page.getKey());
      }
    }
  }

  @Test
  void errorsAreSentencesAndSayNothingOfTheServer() throws IOException {
    try (RunningServer server = server(null)) {
      for (String line :
          List.of(
              "GET /no/such/page HTTP/1.1",
              "POST /health HTTP/1.1",
              "GET /a/%zz HTTP/1.1",
              "GET /api/jobs/..%2F..%2Fjobs HTTP/1.1",
              "GET /" + "a".repeat(10_000) + " HTTP/1.1",
              "nonsense")) {
        String answer = Raw.answer(server, line, "Host: localhost");
        assertTrue(answer.matches("(?s)HTTP/1.1 4\\d\\d .*"), answer);
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertTrue(body.startsWith("{\"message\":\""), answer);
        assertFalse(answer.toLowerCase(java.util.Locale.ROOT).contains("jetty"), answer);
      }
      String answer = Raw.answer(server, "POST /health HTTP/1.1", "Host: localhost");
      assertTrue(answer.contains("405") && answer.contains("Allow: "), answer);
    }
  }

  /** A client that makes up methods must not make up new meters. */
  @Test
  void metersKnowFewMethods() throws IOException {
    try (RunningServer server = server(null)) {
      for (int i = 0; i < 20; i++) {
        Raw.status(server, "MADEUP" + (char) ('A' + i) + " /x HTTP/1.1", "Host: localhost");
      }
      String metrics = RunningServer.text(server.get("/metrics"));
      assertFalse(metrics.contains("MADEUP"), metrics);
      assertTrue(metrics.contains("method=\"OTHER\""), metrics);
    }
  }
}
