package dev.clearer.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A table of strings. The first columns are names, the others numbers. */
public final class Table {
  private final String caption;
  private final int names;
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  /** Creates an empty table whose first {@code names} columns are names. */
  public Table(String caption, int names, String... header) {
    this.caption = caption;
    this.names = names;
    this.header = List.of(header);
  }

  /** Appends a row, which must have one cell per column. */
  public void row(List<String> cells) {
    if (cells.size() != header.size()) {
      throw new IllegalArgumentException(cells + " do not fit " + header);
    }
    rows.add(List.copyOf(cells));
  }

  /** Formats a number with {@code digits} decimals; a dash if it is not finite. */
  public static String number(int digits, double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "-∞";
    }
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** The table in Markdown. */
  public String markdown() {
    StringBuilder text = new StringBuilder("**" + caption + "**\n\n");
    text.append(line(header));
    String[] rules = new String[header.size()];
    Arrays.setAll(rules, i -> i < names ? "---" : "---:");
    text.append("|" + String.join("|", rules) + "|\n");
    rows.forEach(row -> text.append(line(row)));
    return text.append('\n').toString();
  }

  private static String line(List<String> cells) {
    List<String> safe = cells.stream().map(cell -> cell.replace("|", "\\|")).toList();
    return "| " + String.join(" | ", safe) + " |\n";
  }

  /** The table in HTML. */
  public String html() {
    StringBuilder text = new StringBuilder("<div class=\"wide\"><table>\n<caption>");
    text.append(Html.escaped(caption)).append("</caption>\n<thead><tr>");
    header.forEach(
        cell -> text.append("<th scope=\"col\">").append(Html.escaped(cell)).append("</th>"));
    text.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      text.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        text.append(i < names ? "<th scope=\"row\">" : "<td>");
        text.append(Html.escaped(row.get(i))).append(i < names ? "</th>" : "</td>");
      }
      text.append("</tr>\n");
    }
    return text.append("</tbody></table></div>\n").toString();
  }
}
