package dev.clearer.report;

import dev.clearer.InputException;
import dev.clearer.Reason;
import dev.clearer.image.OutputFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** A CSV table that rows are appended to; its first column is a training step. */
public record StepTable(Path file) {
  /**
   * Appends a row; the first one also writes the header.
   *
   * @throws InputException if the file cannot be written
   */
  public void append(Map<String, String> row) {
    boolean begun = Files.exists(file);
    try (CsvTable table = CsvTable.in(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      if (!begun) {
        table.row(List.copyOf(row.keySet()));
      }
      table.row(List.copyOf(row.values()));
    } catch (IOException e) {
      throw new InputException("Cannot write %s: %s.".formatted(file, Reason.of(e)), e);
    }
  }

  /** Removes the rows after {@code step}; a run that resumes there writes them again. */
  public void cutAfter(long step) {
    List<CSVRecord> all = records();
    List<CSVRecord> kept =
        all.stream()
            .filter(row -> row.getRecordNumber() == 1 || Long.parseLong(row.get(0)) <= step)
            .toList();
    if (kept.size() < all.size()) {
      StringWriter text = new StringWriter();
      try (CSVPrinter printer = new CSVPrinter(text, CsvTable.FORMAT)) {
        printer.printRecords(kept);
      } catch (IOException impossible) {
        throw new IllegalStateException(impossible);
      }
      OutputFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Returns the rows, each as a map from column name to value. */
  public List<Map<String, String>> rows() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (CSVParser parser =
        CSVParser.parse(
            file,
            StandardCharsets.UTF_8,
            CsvTable.FORMAT.builder().setHeader().setSkipHeaderRecord(true).get())) {
      return parser.stream().map(CSVRecord::toMap).toList();
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  private List<CSVRecord> records() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, CsvTable.FORMAT)) {
      return parser.getRecords();
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  private InputException cannotRead(IOException cause) {
    return new InputException("Cannot read %s: %s.".formatted(file, Reason.of(cause)), cause);
  }
}
