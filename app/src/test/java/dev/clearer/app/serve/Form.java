package dev.clearer.app.serve;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/** A multipart form as a browser posts it. */
final class Form {
  private static final String BOUNDARY = "----clearer-test-boundary";

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  static Form of(String name, byte[] picture) {
    return new Form().file("file", name, picture);
  }

  Form file(String field, String name, byte[] bytes) {
    head(
        "name=\""
            + field
            + "\"; filename=\""
            + name
            + "\"\r\nContent-Type: application/octet-stream");
    body.writeBytes(bytes);
    body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    return this;
  }

  Form with(String field, Object value) {
    head("name=\"" + field + "\"");
    body.writeBytes((value + "\r\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  private void head(String disposition) {
    String text =
        "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(body.toByteArray());
    whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return whole.toByteArray();
  }

  HttpRequest.Builder request(HttpRequest.Builder to) {
    return to.header("Content-Type", type()).POST(HttpRequest.BodyPublishers.ofByteArray(bytes()));
  }

  static String type() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }
}
