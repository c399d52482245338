package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Holds answers to {@code openapi.json}: the operation, its status, type and body. */
final class Contract {
  private static final JsonNode DOCUMENT = document();

  /** Operations with a status, such as {@code GET /health 200}, that were seen. */
  final Set<String> seen = new java.util.concurrent.ConcurrentSkipListSet<>();

  private static JsonNode document() {
    try {
      return Json.MAPPER.readTree(Pages.read("openapi.json"));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  static Set<String> operations() {
    Set<String> all = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : DOCUMENT.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (operation.getValue().has("responses")) {
          all.add(operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    return all;
  }

  void check(HttpResponse<byte[]> answer) {
    String method = answer.request().method().replace("HEAD", "GET"); // every GET has its HEAD
    String path = template(answer.request().uri().getPath());
    String status = String.valueOf(answer.statusCode());
    JsonNode operation =
        DOCUMENT.at("/paths").path(path).path(method.toLowerCase(java.util.Locale.ROOT));
    JsonNode response = operation.path("responses").path(status);
    assertTrue(response.isObject(), method + " " + path + " may not answer " + status);
    seen.add(method + " " + path);
    JsonNode content = response.path("content");
    if (answer.request().method().equals("HEAD")) {
      assertEquals(0, answer.body().length);
      return;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    if (content.isEmpty()) {
      assertEquals(0, answer.body().length);
      return;
    }
    assertTrue(content.has(type), method + " " + path + " may not answer with " + type);
    if (type.equals("application/json")) {
      checkBody(content.get(type).get("schema"), new String(answer.body(), StandardCharsets.UTF_8));
    }
  }

  private static String template(String path) {
    return path.replaceFirst("^/api/jobs/[^/]+", "/api/jobs/{id}");
  }

  private static void checkBody(JsonNode reference, String body) {
    ObjectNode schema = (ObjectNode) reference.deepCopy();
    schema.set("components", DOCUMENT.get("components"));
    Schema compiled =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Json.write(schema), InputFormat.JSON);
    assertNotNull(compiled);
    assertEquals(java.util.List.of(), compiled.validate(body, InputFormat.JSON), body);
  }
}
