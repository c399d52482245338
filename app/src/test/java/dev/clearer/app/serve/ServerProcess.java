package dev.clearer.app.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** The program in a process of its own, which can be killed. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final String url;
  private final HttpClient client = HttpClient.newHttpClient();

  ServerProcess(Path data, Path model) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.clearer.app.Main",
                "serve",
                "--port=0",
                "--data=" + data,
                "--set=precision=F32",
                "--set=models=[\"" + model + "\"]")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out = process.inputReader();
    String line = String.valueOf(out.readLine());
    if (!line.startsWith("Clearer listens at ")) {
      process.destroyForcibly();
      throw new AssertionError(line);
    }
    url = line.substring("Clearer listens at ".length());
  }

  String submit(Form form) throws IOException, InterruptedException {
    HttpRequest.Builder to = HttpRequest.newBuilder(URI.create(url + "/api/jobs"));
    String answer = send(form.request(to));
    return Json.MAPPER.readTree(answer).get("id").asText();
  }

  String job(String id) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url + "/api/jobs/" + id)));
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  /** At once, without a chance to clean up. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
