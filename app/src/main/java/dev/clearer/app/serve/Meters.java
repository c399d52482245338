package dev.clearer.app.serve;

import io.javalin.http.Context;
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

  /** Counts one request under its route, never under what the client sent. */
  void request(Context context, float millis) {
    Timer.builder("clearer.requests")
        .tag("method", context.method().name())
        .tag("route", context.matchedPath())
        .tag("status", String.valueOf(context.statusCode()))
        .register(registry)
        .record(Duration.ofNanos((long) (millis * 1e6)));
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
