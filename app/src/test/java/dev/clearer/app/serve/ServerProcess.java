package dev.clearer.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, which can be killed. */
final class ServerProcess implements AutoCloseable {
  private static final String GREETING = "Clearer listens at ";

  private final Process process;
  private final String url;
  private final Path log;
  private final HttpClient client = HttpClient.newHttpClient();

  /** Starts {@code clearer serve} with untrained weights. */
  ServerProcess(Path data, Path model) throws IOException {
    this(
        data,
        "dev.clearer.app.Main",
        "serve",
        "--port=0",
        "--data=" + data,
        "--set=precision=F32",
        "--set=models=[\"" + model + "\"]");
  }

  /** Starts another program that says where it listens; its log goes beside {@code data}. */
  ServerProcess(Path data, String main, String... arguments) throws IOException {
    log = Files.createTempFile(data.toAbsolutePath().getParent(), "server", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    BufferedReader out = process.inputReader();
    String line = String.valueOf(out.readLine());
    if (!line.startsWith(GREETING)) {
      process.destroyForcibly();
      throw new AssertionError(line + Files.readString(log));
    }
    url = line.substring(GREETING.length());
  }

  String url(String path) {
    return url + path;
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url + path)));
  }

  HttpResponse<byte[]> post(Form form) throws IOException, InterruptedException {
    return send(form.request(HttpRequest.newBuilder(URI.create(url + "/api/jobs"))));
  }

  /** The id of the job that the form makes. */
  String submit(Form form) throws IOException, InterruptedException {
    return RunningServer.json(post(form)).get("id").asText();
  }

  JsonNode job(String id) throws IOException, InterruptedException {
    return RunningServer.json(get("/api/jobs/" + id));
  }

  String state(String id) throws IOException, InterruptedException {
    return job(id).path("state").asText();
  }

  /** What it has logged so far: a JSON object a line. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** From now on no file may grow beyond so many bytes: writing fails as on a full disk. */
  void limitFiles(String bytes) throws IOException, InterruptedException {
    Process limit =
        new ProcessBuilder("prlimit", "--pid", "" + process.pid(), "--fsize=" + bytes + ":")
            .inheritIO()
            .start();
    if (!limit.waitFor(10, TimeUnit.SECONDS) || limit.exitValue() != 0) {
      throw new AssertionError("no limit");
    }
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
