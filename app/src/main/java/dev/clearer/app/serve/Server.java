package dev.clearer.app.serve;

import dev.clearer.InputException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The running server: HTTP in front, the queue behind it. */
final class Server implements AutoCloseable {
  private static final int LONGEST_REST_MILLIS = 60_000;
  private static final int SHORT_REQUESTS = 56; // threads for all that is over soon
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
    Failures failures = new Failures(journal);
    ProgressStream stream = new ProgressStream(queue, settings.limits().streams());
    http =
        Javalin.create(
            config -> {
              configure(config, failures);
              configureJetty(config, failures, settings.limits());
              config.routes.before(gate::check);
              config.routes.beforeMatched(gate::checkToken);
              failures.addTo(config.routes);
              Routes routes = new Routes(config.routes);
              addHealth(routes);
              Pages.addTo(routes);
              new Api(settings, queue, files, journal).addTo(routes, stream);
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
    Journal journal = new Journal(log, new Meters());
    Storage storage = Storage.in(data, settings.limits());
    JobQueue queue = new JobQueue(settings.limits(), storage, work, journal);
    journal.meters().watch(queue);
    Server server = new Server(settings, storage.files(), queue, journal, token);
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

  private void configure(JavalinConfig config, Failures failures) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.router.javaLangErrorHandler(failures::answer);
    config.requestLogger.http(this::logged);
  }

  /** Threads for all that may wait at the same time, so that nothing slow holds up the rest. */
  private static void configureJetty(
      JavalinConfig config, Failures failures, ServerSettings.Limits limits) {
    int threads = SHORT_REQUESTS + limits.uploads() + limits.streams() + Api.DOWNLOADS;
    config.jetty.threadPool = new QueuedThreadPool(threads, 8, LONGEST_REST_MILLIS);
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setUriCompliance(UriCompliance.DEFAULT);
        });
    config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(failures));
    config.jetty.modifyServer(
        jetty -> {
          jetty.setErrorHandler(failures);
          jetty.insertHandler(new GracefulHandler());
          jetty.setStopTimeout(DRAIN_MILLIS);
        });
  }

  private void logged(Context context, float millis) {
    journal.meters().request(context, millis);
    journal
        .log()
        .event(
            "request",
            Map.of(
                "method", Meters.method(context),
                "route", Meters.route(context),
                "status", context.statusCode(),
                "millis", Math.round(millis)));
  }

  /**
   * What {@code /health} says.
   *
   * @param status up, or impaired if new pictures cannot be taken or done
   * @param problems a sentence each
   */
  record Health(String status, int waiting, boolean running, List<String> problems) {}

  private void addHealth(Routes routes) {
    routes.get(
        "/health",
        Access.OPEN,
        context -> {
          List<String> problems = queue.problems();
          context.status(problems.isEmpty() ? 200 : 503);
          String status = problems.isEmpty() ? "up" : "impaired";
          Api.json(context, new Health(status, queue.waiting(), queue.isRunning(), problems));
        });
    routes.get(
        "/metrics",
        Access.TOKEN,
        context ->
            context
                .contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(journal.meters().text()));
  }

  /** Stops to listen; a job that runs waits for the next start. */
  @Override
  public void close() {
    queue.close();
    http.stop();
    journal.log().event("stopped", Map.of());
  }
}
