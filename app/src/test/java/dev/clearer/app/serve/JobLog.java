package dev.clearer.app.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** What the logs of a server say of jobs and requests. */
final class JobLog {
  /** How often each job was done. */
  final Map<String, Integer> done = new TreeMap<>();

  /** How many answers had each status. */
  final Map<Integer, Integer> statuses = new TreeMap<>();

  /** What went wrong on our side. */
  int faults;

  /** Takes up a log; its last line may have been cut by a kill. */
  void add(String log) {
    for (String line : log.split("\n", -1)) {
      JsonNode event = parsed(line);
      String kind = event.path("event").asText();
      if (kind.equals("job") && event.path("outcome").asText().equals("done")) {
        done.merge(event.get("id").asText(), 1, Integer::sum);
      } else if (kind.equals("request")) {
        statuses.merge(event.get("status").asInt(), 1, Integer::sum);
      } else if (kind.equals("fault")) {
        faults++;
      }
    }
  }

  private static JsonNode parsed(String line) {
    try {
      return Json.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      return Json.MAPPER.createObjectNode();
    }
  }
}
