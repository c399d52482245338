package dev.clearer.app.serve;

import dev.clearer.InputException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;

/** The running server: HTTP in front, the queue behind it. */
final class Server implements AutoCloseable {
  private static final int SLOWEST_BYTES_A_SECOND = 2000;
  private static final long DRAIN_MILLIS = 5000;

  private final Journal journal;
  private final JobQueue queue;
  private final Javalin http;

  private Server(
      ServerSettings settings,
      JobFiles files,
      JobQueue queue,
      Journal journal,
      @Nullable String token) {
    this.journal = journal;
    this.queue = queue;
    Gate gate = new Gate(settings, token);
    http =
        Javalin.create(
            config -> {
              configure(config);
              config.router.mount(app -> app.before(gate::check));
              addHealth(config);
              Pages.addTo(config.router);
              new Api(settings, queue, files)
                  .addTo(config.router, new ProgressStream(queue, settings.limits().streams()));
              addErrors(config);
            });
  }

  /**
   * Starts to listen.
   *
   * @param work what does a job
   * @throws InputException if the port or the folder cannot be used
   */
  static Server start(
      ServerSettings settings,
      Path data,
      @Nullable String token,
      JobQueue.Work work,
      ServerLog log) {
    JobStore store = JobStore.in(JobFiles.made(data));
    JobFiles files = JobFiles.in(data);
    Journal journal = new Journal(log, new Meters());
    JobQueue queue = new JobQueue(settings.limits(), store, files, work, journal);
    journal.meters().watch(queue);
    Server server = new Server(settings, files, queue, journal, token);
    try {
      server.http.start(settings.host(), settings.port());
    } catch (JavalinBindException e) {
      queue.close();
      throw new InputException(
          "Port %d of %s is taken or not allowed: choose another --port."
              .formatted(settings.port(), settings.host()),
          e);
    }
    log.event("started", Map.of("host", settings.host(), "port", server.port()));
    return server;
  }

  /** The port that it listens at. */
  int port() {
    return http.port();
  }

  private void configure(JavalinConfig config) {
    config.showJavalinBanner = false;
    config.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.requestLogger.http(this::logged);
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setMinRequestDataRate(SLOWEST_BYTES_A_SECOND);
        });
    config.jetty.modifyServer(jetty -> jetty.setStopTimeout(DRAIN_MILLIS));
  }

  private void logged(Context context, float millis) {
    journal.meters().request(context, millis);
    journal
        .log()
        .event(
            "request",
            Map.of(
                "method", context.method().name(),
                "route", context.matchedPath(),
                "status", context.statusCode(),
                "millis", Math.round(millis)));
  }

  /** What {@code /health} says. */
  record Health(String status, int waiting, boolean running) {}

  private void addHealth(JavalinConfig config) {
    config.router.mount(
        app -> {
          app.get(
              "/health",
              context -> Api.json(context, new Health("up", queue.waiting(), queue.isRunning())));
          app.get(
              "/metrics",
              context ->
                  context
                      .contentType("text/plain; version=0.0.4; charset=utf-8")
                      .result(journal.meters().text()));
        });
  }

  private void addErrors(JavalinConfig config) {
    config.router.mount(
        app -> {
          app.exception(Refusal.class, Server::refuse);
          app.exception(
              HttpResponseException.class,
              (e, context) -> refuse(Refusal.of(e.getStatus(), sentence(e.getStatus())), context));
          app.exception(
              BadMessageException.class,
              (e, context) -> refuse(Refusal.of(e.getCode(), sentence(e.getCode())), context));
          app.exception(EofException.class, (e, context) -> context.status(400));
          app.exception(
              Exception.class,
              (e, context) -> {
                journal.fault("request", e);
                refuse(
                    Refusal.of(500, "Something went wrong on our side; the log says what."),
                    context);
              });
        });
  }

  private static String sentence(int status) {
    return switch (status) {
      case 404 -> "There is nothing here.";
      case 405 -> "That cannot be done here.";
      case 408 -> "The upload is too slow: try again.";
      default -> "The request cannot be understood.";
    };
  }

  private static void refuse(Refusal refusal, Context context) {
    if (refusal.retryAfter() > 0) {
      context.header("Retry-After", String.valueOf(refusal.retryAfter()));
    }
    context.status(refusal.status());
    Api.json(context, refusal.body());
  }

  /** Stops to listen; a job that runs waits for the next start. */
  @Override
  public void close() {
    queue.close();
    http.stop();
    journal.log().event("stopped", Map.of());
  }
}
