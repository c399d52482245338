package dev.clearer.app.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that sends bytes as they are: what no library for HTTP would send. */
final class Raw implements AutoCloseable {
  private final Socket socket;

  Raw(RunningServer server) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(server.url("/")).getPort());
  }

  /** The whole answer to a request; {@code head} is its first lines. */
  static String answer(RunningServer server, String... head) throws IOException {
    try (Raw raw = new Raw(server)) {
      raw.send(String.join("\r\n", head) + "\r\nConnection: close\r\n\r\n");
      return raw.rest(20);
    }
  }

  /** The status of the answer to a request. */
  static int status(RunningServer server, String... head) throws IOException {
    String answer = answer(server, head);
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  /** The head of an upload of so many bytes. */
  static String uploadOf(long bytes) {
    return "POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\nContent-Type: %s\r\n\r\n"
        .formatted(bytes, Form.type());
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /** What the server sends within so many seconds, or until it closes. */
  String rest(int seconds) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    socket.setSoTimeout(1000 * seconds);
    try {
      for (int n = socket.getInputStream().read(buffer);
          n >= 0;
          n = socket.getInputStream().read(buffer)) {
        all.write(buffer, 0, n);
      }
    } catch (SocketTimeoutException | SocketException e) {
      all.flush();
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** The status line that the server sends within so many seconds; empty if there is none. */
  String statusLine(int seconds) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    socket.setSoTimeout(1000 * seconds);
    try {
      for (int b = socket.getInputStream().read();
          b >= 0 && b != '\r';
          b = socket.getInputStream().read()) {
        line.write(b);
      }
    } catch (SocketTimeoutException | SocketException e) {
      line.flush();
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
