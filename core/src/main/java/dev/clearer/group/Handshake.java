package dev.clearer.group;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What processes must agree on before they train together.
 *
 * @param processes number of processes
 * @param program version of the program
 * @param purpose what the process is about to do, such as "begins a run"
 * @param experiment in YAML; empty if the process uses that of rank 0
 */
record Handshake(int processes, String program, String purpose, String experiment) {
  private static final int PARTS = 4;

  static Handshake of(Peers workers, String purpose, String experiment) {
    return new Handshake(workers.size(), workers.program(), purpose, experiment);
  }

  static Handshake parse(String text) {
    List<String> parts = List.of(text.split("\n", PARTS));
    return new Handshake(Integer.parseInt(parts.get(0)), parts.get(1), parts.get(2), parts.get(3));
  }

  String text() {
    return String.join("\n", Integer.toString(processes), program, purpose, experiment);
  }

  /**
   * How this handshake of process {@code rank} differs from that of rank 0; null if it does not.
   */
  @Nullable String difference(Handshake first, int rank) {
    if (processes != first.processes) {
      return ("rank %d was started as one of %d processes, rank 0 as one of %d. Use the same list"
              + " of workers.")
          .formatted(rank, processes, first.processes);
    }
    if (!program.equals(first.program)) {
      return ("rank %d runs version %s of the program, rank 0 version %s. Install the same"
              + " version everywhere.")
          .formatted(rank, program, first.program);
    }
    if (!purpose.equals(first.purpose)) {
      return "rank %d %s, rank 0 %s. Start all processes with the same command."
          .formatted(rank, purpose, first.purpose);
    }
    return experiment.isEmpty() || experiment.equals(first.experiment)
        ? null
        : otherExperiment(first, rank);
  }

  private String otherExperiment(Handshake first, int rank) {
    List<String> own = experiment.lines().toList();
    List<String> others = first.experiment.lines().toList();
    int line = 0;
    while (line < Math.min(own.size(), others.size()) && own.get(line).equals(others.get(line))) {
      line++;
    }
    return ("rank %d has another experiment: \"%s\" where rank 0 has \"%s\". Use the same file"
            + " and the same --set everywhere.")
        .formatted(rank, line(own, line), line(others, line));
  }

  private static String line(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index).strip() : "";
  }
}
