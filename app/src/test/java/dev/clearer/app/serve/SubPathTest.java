package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page and the interface behind a proxy that serves them under a path of its own. */
class SubPathTest extends OpenPage {
  @Test
  void thePageWorksUnderAPath() throws IOException {
    try (SubPathProxy proxy = new SubPathProxy(server())) {
      browser().driver.get(proxy.url(""));
      browser().until("document.querySelector('#model').options.length == 1");
      browser().complaints();
      String first = enlarge("b\u00efrd \u65e5\u672c.jpg");
      browser().click("#correct summary");
      browser().slide("#strength", 1);
      browser().until("!document.querySelector('#again').disabled");
      browser().click("#again");
      browser().until("state.job.id != '" + first + "' && !state.pending");
      assertEquals("b\u00efrd \u65e5\u672c_x4.png", downloaded("result"));
      assertEquals("b\u00efrd \u65e5\u672c_x4_blur.png", downloaded("blur"));
      browser().driver.navigate().refresh();
      browser().until("state.job && !document.querySelector('#viewer').hidden");
      browser().click("#delete");
      browser().until("document.querySelector('#viewer').hidden");
      assertEquals(List.of(), proxy.strays);
      assertEquals(List.of(), browser().complaints());
    }
  }

  /** The name under which the browser would keep a download. */
  private static String downloaded(String what) {
    return browser()
        .script(
            "return call('api/jobs/' + state.job.id + '/' + arguments[0]).then((answer) =>"
                + " fileName(answer.headers.get('Content-Disposition')))",
            what);
  }

  @Test
  void everyAddressIsRelative() throws IOException, InterruptedException {
    try (SubPathProxy proxy = new SubPathProxy(server())) {
      HttpClient client = HttpClient.newHttpClient();
      URI document = URI.create(proxy.url("api/openapi.json"));
      JsonNode described = Json.MAPPER.readTree(get(client, document).body());
      URI base = document.resolve(described.at("/servers/0/url").asText());
      assertEquals(URI.create(proxy.url("")), base);
      for (String path : List.of("api/jobs", "api/jobs/")) {
        URI posted = URI.create(proxy.url(path));
        HttpResponse<byte[]> made =
            client.send(
                Form.of("slow.png", Pictures.png(8, 8))
                    .request(HttpRequest.newBuilder(posted))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        URI job = posted.resolve(made.headers().firstValue("Location").orElse(""));
        assertEquals(200, get(client, job).statusCode(), job.toString());
      }
      String page = new String(get(client, base).body(), StandardCharsets.UTF_8);
      assertTrue(page.contains("href=\"page.css\""), page);
      assertEquals(List.of(), proxy.strays);
    }
  }

  private static HttpResponse<byte[]> get(HttpClient client, URI uri)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** No address in the page's files begins with a slash. */
  @Test
  void noFileOfThePageNamesTheRoot() {
    for (String file : List.of("page.html", "page.css", "page.js")) {
      String text = new String(Pages.read(file), StandardCharsets.UTF_8);
      assertTrue(!text.matches("(?s).*[\"'`(]/[a-z].*"), file);
    }
  }
}
