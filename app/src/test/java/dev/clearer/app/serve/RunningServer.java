package dev.clearer.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clearer.config.Configuration;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real server on a free port, and a client that holds its answers to the contract. */
final class RunningServer implements AutoCloseable {
  final Contract contract;
  final StringWriter log = new StringWriter();
  private final Server server;
  private final HttpClient client = HttpClient.newHttpClient();

  RunningServer(
      Path data,
      JobQueue.@Nullable Work work,
      Contract contract,
      @Nullable String token,
      String... changes) {
    this.contract = contract;
    ServerSettings settings = settings(changes);
    JobQueue.Work does = work == null ? new Workshop(settings) : work;
    server = Server.start(settings, data, token, does, new ServerLog(new PrintWriter(log)));
  }

  static ServerSettings settings(String... changes) {
    List<String> all = new ArrayList<>(List.of("port=0", "precision=F32", "memoryMegabytes=200"));
    all.addAll(List.of(changes));
    return Configuration.parse(
        ServeCommand.standardSettings(), "server.yml", ServerSettings.class, all);
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> answer =
          client.send(
              request.timeout(Duration.ofSeconds(60)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      contract.check(answer);
      return answer;
    } catch (java.io.IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url(path)));
  }

  HttpResponse<byte[]> get(String path) {
    return send(request(path));
  }

  HttpResponse<byte[]> delete(String id) {
    return send(request("/api/jobs/" + id).DELETE());
  }

  HttpResponse<byte[]> post(Form form) {
    return send(form.request(request("/api/jobs")));
  }

  /** The id of the job that the form makes. */
  String submit(Form form) {
    HttpResponse<byte[]> answer = post(form);
    if (answer.statusCode() != 201) {
      throw new AssertionError(text(answer));
    }
    return json(answer).get("id").asText();
  }

  JsonNode job(String id) {
    return json(get("/api/jobs/" + id));
  }

  /** The job when it is in that state; an error after a minute. */
  JsonNode await(String id, String state) {
    for (int i = 0; i < 1200; i++) {
      JsonNode job = job(id);
      if (job.get("state").asText().equals(state)) {
        return job;
      }
      pause();
    }
    throw new AssertionError(job(id) + log.toString());
  }

  static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static JsonNode json(HttpResponse<byte[]> answer) {
    try {
      return Json.MAPPER.readTree(answer.body());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
  }
}
