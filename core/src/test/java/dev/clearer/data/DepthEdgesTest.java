package dev.clearer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.DepthMap;
import org.junit.jupiter.api.Test;

class DepthEdgesTest {
  private static final int SIZE = 24;

  private static DepthMap map(java.util.function.IntBinaryOperator depth) {
    float[] values = new float[SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = depth.applyAsInt(i % SIZE, i / SIZE);
    }
    return new DepthMap(SIZE, SIZE, values);
  }

  @Test
  void hardensAMixedEdgeInItsMiddle() {
    int[] ramp = {1010, 1200, 1600, 1980};
    DepthMap hardened =
        DepthEdges.hardened(map((x, y) -> x < 10 ? 1000 : x < 14 ? ramp[x - 10] : 2000));
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        float depth = hardened.at(y, x);
        assertTrue(depth <= 1010 || depth >= 1980, "mixed: " + depth);
        assertEquals(x < 12, depth < 1500, "the edge is in the middle of the ramp, x = " + x);
      }
    }
  }

  @Test
  void removesDotsBesideAnEdge() {
    DepthMap dotted = map((x, y) -> x == 12 && y == 9 ? 1400 : x < 12 ? 1000 : 2000);
    float at = DepthEdges.hardened(dotted).at(9, 12);
    assertTrue(at == 1000 || at == 2000, "still " + at);
  }

  @Test
  void leavesSlantedSurfacesAndHardEdgesAlone() {
    DepthMap floor = map((x, y) -> (int) Math.round(1000 * Math.pow(1.015, y)));
    assertArrayEquals(floor.millimetres(), DepthEdges.hardened(floor).millimetres());
    DepthMap hard = map((x, y) -> x < 12 ? 1000 : 2000);
    assertArrayEquals(hard.millimetres(), DepthEdges.hardened(hard).millimetres());
  }

  /** A pole one pixel wide, corners, three surfaces that meet, and surfaces with noise. */
  @Test
  void leavesHardEdgesOfAnyShapeAlone() {
    DepthMap pole = map((x, y) -> x == 12 ? 1000 : 3000);
    assertArrayEquals(pole.millimetres(), DepthEdges.hardened(pole).millimetres());
    DepthMap wire = map((x, y) -> x == y ? 1000 : 3000);
    assertArrayEquals(wire.millimetres(), DepthEdges.hardened(wire).millimetres());
    DepthMap corner = map((x, y) -> x > 8 && y > 8 ? 1000 : 3000);
    assertArrayEquals(corner.millimetres(), DepthEdges.hardened(corner).millimetres());
    DepthMap stairs = map((x, y) -> x < 8 ? 1000 : x < 10 ? 1500 : y < 12 ? 2500 : 4000);
    assertArrayEquals(stairs.millimetres(), DepthEdges.hardened(stairs).millimetres());
    DepthMap noisy = map((x, y) -> (x < 12 ? 1000 : 2000) + (x * 7 + y * 5) % 4 * 5);
    assertArrayEquals(noisy.millimetres(), DepthEdges.hardened(noisy).millimetres());
  }
}
