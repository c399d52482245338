package dev.clearer.app.serve;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object a line: {@code time}, {@code event} and what belongs to it. */
final class ServerLog {
  private final PrintWriter out;

  ServerLog(PrintWriter out) {
    this.out = out;
  }

  void event(String event, Map<String, ?> facts) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", Instant.now().toString());
    line.put("event", event);
    line.putAll(facts);
    synchronized (out) {
      out.println(Json.write(line));
      out.flush();
    }
  }

  /** Our own fault, with the whole story. */
  void fault(String where, Throwable error) {
    StringWriter story = new StringWriter();
    error.printStackTrace(new PrintWriter(story));
    event("fault", Map.of("where", where, "error", error.toString(), "story", story.toString()));
  }
}
