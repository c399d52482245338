package dev.clearer.degrade;

/**
 * What lies beyond a picture's edge: its mirror image, the edge pixel repeated (MATLAB's
 * symmetric).
 */
final class Border {
  private Border() {}

  /** The place in [0, size) that {@code index} shows, however far out it lies. */
  static int mirror(int index, int size) {
    if (index >= 0 && index < size) {
      return index;
    }
    int folded = Math.floorMod(index, 2 * size);
    return folded < size ? folded : 2 * size - 1 - folded;
  }
}
