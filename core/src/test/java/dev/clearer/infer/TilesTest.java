package dev.clearer.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TilesTest {
  private static final int GRID = 4;
  private static final int OVERLAP = 6;

  @Property(tries = 300)
  void keepEveryPixelOnceAndStayWithinTheBudget(
      @ForAll @IntRange(min = 1, max = 30) int columns,
      @ForAll @IntRange(min = 1, max = 30) int rows,
      @ForAll @IntRange(min = 1, max = 6000) int mostPixels) {
    int width = columns * GRID;
    int height = rows * GRID;
    int[] kept = new int[width * height];
    for (Tiles.Tile tile : Tiles.of(width, height, new Tiles.Rules(GRID, OVERLAP, mostPixels))) {
      requireWellFormed(tile, width, height);
      boolean smallest = tile.keepWidth() == GRID && tile.keepHeight() == GRID;
      assertTrue(smallest || tile.width() * tile.height() <= mostPixels, tile::toString);
      for (int y = 0; y < tile.keepHeight(); y++) {
        for (int x = 0; x < tile.keepWidth(); x++) {
          kept[(tile.keepY() + y) * width + tile.keepX() + x]++;
        }
      }
    }
    for (int times : kept) {
      assertEquals(1, times);
    }
  }

  private static void requireWellFormed(Tiles.Tile tile, int width, int height) {
    assertEquals(0, tile.keepX() % GRID + tile.keepY() % GRID);
    assertEquals(Math.max(0, tile.keepX() - OVERLAP), tile.x());
    assertEquals(Math.max(0, tile.keepY() - OVERLAP), tile.y());
    assertEquals(
        Math.min(width, tile.keepX() + tile.keepWidth() + OVERLAP), tile.x() + tile.width());
    assertEquals(
        Math.min(height, tile.keepY() + tile.keepHeight() + OVERLAP), tile.y() + tile.height());
  }

  @Test
  void doWholeWhatFits() {
    assertEquals(1, Tiles.of(160, 120, new Tiles.Rules(4, 6, 160 * 120)).size());
  }

  @Test
  void shareEvenlyWhatDoesNot() {
    List<Tiles.Tile> tiles = Tiles.of(160, 120, new Tiles.Rules(4, 6, 160 * 120 - 1));
    assertEquals(2, tiles.size());
    assertEquals(80, tiles.get(0).keepWidth());
  }
}
