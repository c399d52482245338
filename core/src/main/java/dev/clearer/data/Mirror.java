package dev.clearer.data;

import dev.clearer.image.DepthMap;
import dev.clearer.image.LabelMap;

/** Crops that may extend beyond a picture, which is mirrored at its edges. */
final class Mirror {
  private Mirror() {}

  /** The mirrored indices in [0, size) of {@code count} pixels starting at {@code first}. */
  static int[] places(int first, int count, int size) {
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      int folded = Math.floorMod(first + i, 2 * size);
      places[i] = folded < size ? folded : 2 * size - 1 - folded;
    }
    return places;
  }

  static LabelMap crop(LabelMap map, int x, int y, int width, int height) {
    if (x >= 0 && y >= 0 && x + width <= map.width() && y + height <= map.height()) {
      return map.crop(x, y, width, height);
    }
    int[] columns = places(x, width, map.width());
    int[] rows = places(y, height, map.height());
    byte[] classes = new byte[width * height];
    for (int row = 0, i = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        classes[i++] = (byte) map.at(rows[row], columns[column]);
      }
    }
    return new LabelMap(width, height, classes);
  }

  static DepthMap crop(DepthField field, int x, int y, int width, int height) {
    int[] columns = places(x, width, field.width());
    int[] rows = places(y, height, field.height());
    float[] millimetres = new float[width * height];
    for (int row = 0, i = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        millimetres[i++] = field.depths().at(columns[column], rows[row]);
      }
    }
    return new DepthMap(width, height, millimetres);
  }
}
