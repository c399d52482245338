package dev.clearer.train;

import dev.clearer.InputException;
import dev.clearer.image.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table that grows by rows, its first column the step; values hold no commas. */
record StepTable(Path file) {
  /** Appends a row; the first one makes the header. */
  void append(Map<String, String> row) {
    String header = String.join(",", row.keySet()) + "\n";
    try {
      Files.writeString(
          file,
          (Files.exists(file) ? "" : header) + String.join(",", row.values()) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new InputException(file + " cannot be written: make room or mend its rights.", e);
    }
  }

  /** Drops the rows after {@code step}: a run that goes on from there writes them again. */
  void cutAfter(long step) {
    List<String> all = lines();
    List<String> kept = new ArrayList<>(all.subList(0, Math.min(1, all.size())));
    all.stream()
        .skip(1)
        .filter(line -> Long.parseLong(line.substring(0, line.indexOf(','))) <= step)
        .forEach(kept::add);
    if (kept.size() < all.size()) {
      OutputFile.write(file, (String.join("\n", kept) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The rows, each by its columns' names. */
  List<Map<String, String>> rows() {
    List<Map<String, String>> rows = new ArrayList<>();
    List<String> all = lines();
    for (String line : all.subList(Math.min(1, all.size()), all.size())) {
      String[] names = all.get(0).split(",", -1);
      String[] values = line.split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], values[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private List<String> lines() {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: mend its rights.", e);
    }
  }
}
