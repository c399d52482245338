package dev.clearer.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void placesAreEndsQuartilesAndMedian() {
    assertEquals(List.of(0), Page.places(1));
    assertEquals(List.of(0, 1), Page.places(2));
    assertEquals(List.of(0, 1, 2, 3, 4), Page.places(5));
    assertEquals(List.of(0, 25, 50, 74, 99), Page.places(100));
  }

  @Test
  void theWindowHasTheLargestSum() {
    double[] values = new double[300 * 200];
    values[150 * 300 + 250] = 3;
    values[150 * 300 + 251] = 4;
    values[10 * 300 + 10] = 5;
    CropStrip.Window window = CropStrip.Window.largest(values, 300, 200);
    assertEquals(128, window.width());
    assertEquals(128, window.height());
    assertTrue(window.x() <= 250 && window.x() + 128 > 251, window::toString);
    assertTrue(window.y() <= 150 && window.y() + 128 > 150, window::toString);
    assertEquals(
        new CropStrip.Window(0, 0, 40, 30), CropStrip.Window.largest(new double[1200], 40, 30));
  }

  @Test
  void aChartHasABarForEachFiniteGain() {
    String svg = GainChart.svg(List.of(-0.5, 0.0, 1.5, Double.NaN, Double.POSITIVE_INFINITY));
    assertEquals(3, svg.split("<rect ", -1).length - 1);
    assertEquals(1, svg.split("class=\"loss\"", -1).length - 1);
    assertTrue(svg.contains(">+1.5<") && svg.contains(">-0.5<"), svg);
    assertFalse(svg.contains("NaN"), svg);
    assertFalse(GainChart.svg(List.of(Double.NaN)).contains("NaN"));
  }
}
