package dev.clearer.app.serve;

import java.util.Locale;
import java.util.Map;

/** Where it is written down what happened: lines for people, numbers for Prometheus. */
record Journal(ServerLog log, Meters meters) {
  void ended(Job job, boolean cancelled, double seconds) {
    String outcome = cancelled ? "cancelled" : job.state().name().toLowerCase(Locale.ROOT);
    log.event("job", Map.of("id", job.id(), "outcome", outcome, "seconds", seconds));
    meters.job(outcome, seconds);
  }

  void fault(String where, Throwable error) {
    log.fault(where, error);
  }
}
