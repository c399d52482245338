package dev.clearer.app.serve;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;

/** What Prometheus is told. */
final class Meters {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  Meters() {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }

  void watch(JobQueue queue) {
    registry.gauge("clearer.jobs.waiting", queue, JobQueue::waiting);
    registry.gauge("clearer.jobs.running", queue, q -> q.isRunning() ? 1 : 0);
    registry.gauge("clearer.results.bytes", queue, JobQueue::bytes);
  }

  /** Counts one request under its route and method, never under what the client sent. */
  void request(Context context, float millis) {
    Timer.builder("clearer.requests")
        .tag("method", method(context))
        .tag("route", route(context))
        .tag("status", String.valueOf(context.statusCode()))
        .register(registry)
        .record(Duration.ofNanos((long) (millis * 1e6)));
  }

  /** One of the few methods that HTTP knows, or OTHER. */
  static String method(Context context) {
    HandlerType method = context.method();
    return HandlerType.commonHttp().contains(method) ? method.name() : "OTHER";
  }

  /** The route as it was added, such as {@code /api/jobs/{id}}; none if there is no such route. */
  static String route(Context context) {
    Endpoint matched = context.endpoints().lastHttpEndpoint();
    return matched == null ? "none" : matched.path;
  }

  /** Counts one job that has ended. */
  void job(String outcome, double seconds) {
    Timer.builder("clearer.jobs")
        .tag("outcome", outcome)
        .register(registry)
        .record(Duration.ofNanos((long) (seconds * 1e9)));
  }

  String text() {
    return registry.scrape();
  }
}
