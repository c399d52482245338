package dev.clearer.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes a CSV table (RFC 4180, UTF-8) that is valid after every row. */
public final class CsvTable implements AutoCloseable {
  /** Format of all tables. */
  static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private final CSVPrinter printer;

  private CsvTable(CSVPrinter printer) {
    this.printer = printer;
  }

  /** Creates a table that discards its rows. */
  public static CsvTable none() {
    try {
      return new CsvTable(new CSVPrinter(Writer.nullWriter(), FORMAT));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Creates a table in {@code file}; without options an existing file is replaced. */
  public static CsvTable in(Path file, OpenOption... options) throws IOException {
    return new CsvTable(
        new CSVPrinter(Files.newBufferedWriter(file, StandardCharsets.UTF_8, options), FORMAT));
  }

  /** Writes a row and flushes it to the file. */
  public void row(List<?> cells) throws IOException {
    printer.printRecord(cells);
    printer.flush();
  }

  @Override
  public void close() throws IOException {
    printer.close();
  }
}
