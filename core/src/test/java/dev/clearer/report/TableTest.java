package dev.clearer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void namesAreEscapedInBothForms() {
    Table table = new Table("What & why", 1, "method", "dB");
    table.row(List.of("<b>|", Table.number(2, 1.25)));
    assertTrue(table.markdown().contains("| <b>\\| | 1.25 |"), table::markdown);
    assertTrue(table.markdown().contains("|---|---:|"), table::markdown);
    assertTrue(table.html().contains("&lt;b&gt;|</th><td>1.25</td>"), table::html);
    assertTrue(table.html().contains("What &amp; why"), table::html);
    assertThrows(IllegalArgumentException.class, () -> table.row(List.of("short")));
  }

  @Test
  void nonFiniteNumbersAreSymbols() {
    assertEquals("–", Table.number(3, Double.NaN));
    assertEquals("∞", Table.number(3, Double.POSITIVE_INFINITY));
    assertEquals("-∞", Table.number(3, Double.NEGATIVE_INFINITY));
  }
}
