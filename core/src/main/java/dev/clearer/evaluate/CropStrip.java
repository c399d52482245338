package dev.clearer.evaluate;

import dev.clearer.data.TestPicture;
import dev.clearer.data.TestSet;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.infer.Result;
import dev.clearer.measure.Quality;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of all methods for one picture, and the crop window that is shown.
 *
 * @param picture the test picture
 * @param index of the picture in its group
 * @param restored result of each method
 * @param blurMap estimate of the tested method; null if it has none
 * @param window where the tested method and the baseline differ largestSum
 */
record CropStrip(
    TestPicture picture,
    int index,
    Map<Method, Image> restored,
    @Nullable BlurMap blurMap,
    Window window) {
  private static final int SIDE = 128;
  private static final int GRID = 16;

  /** A rectangle in pixels. */
  record Window(int x, int y, int width, int height) {
    Image of(Image image) {
      return image.crop(x, y, width, height).clamped();
    }

    /** The window with the largest sum, among those with corners on a grid. */
    static Window largest(double[] values, int width, int height) {
      int w = Math.min(SIDE, width);
      int h = Math.min(SIDE, height);
      double[] table = summed(values, width, height);
      Window best = new Window(0, 0, w, h);
      double largestSum = -1;
      for (int y = 0; y + h <= height; y += GRID) {
        for (int x = 0; x + w <= width; x += GRID) {
          double sum = sum(table, width + 1, new Window(x, y, w, h));
          if (sum > largestSum) {
            largestSum = sum;
            best = new Window(x, y, w, h);
          }
        }
      }
      return best;
    }

    /** Summed-area table: sums of all values above and to the left of each pixel corner. */
    private static double[] summed(double[] values, int width, int height) {
      int columns = width + 1;
      double[] table = new double[columns * (height + 1)];
      for (int y = 0; y < height; y++) {
        double row = 0;
        for (int x = 0; x < width; x++) {
          row += values[y * width + x];
          table[(y + 1) * columns + x + 1] = table[y * columns + x + 1] + row;
        }
      }
      return table;
    }

    private static double sum(double[] table, int columns, Window w) {
      int above = w.y * columns + w.x;
      int below = (w.y + w.height) * columns + w.x;
      return table[below + w.width] - table[below] - table[above + w.width] + table[above];
    }
  }

  /** Restores picture {@code index} again, for display. */
  static CropStrip of(Report report, TestSet.Group group, int index) {
    Evaluation evaluation = report.evaluation();
    TestPicture picture = evaluation.set().read(group, index);
    Map<Method, Image> restored = new LinkedHashMap<>();
    BlurMap blurMap = null;
    for (Method method : evaluation.methods(group)) {
      Result result = method.restore(group, picture);
      restored.put(method, result.picture());
      BlurMap estimate = result.blurMap();
      if (method.equals(report.roles().tested()) && estimate != null) {
        blurMap = estimate;
      }
    }
    Image tested = shown(restored, report.roles().tested());
    double[] differences =
        Quality.squaredErrorsY(shown(restored, evaluation.baseline(group)), tested, 0);
    Window window = Window.largest(differences, tested.width(), tested.height());
    return new CropStrip(picture, index, restored, blurMap, window);
  }

  private static Image shown(Map<Method, Image> restored, Method method) {
    Image image = restored.get(method);
    if (image == null) {
      throw new IllegalArgumentException(method.name() + " was not measured");
    }
    return image;
  }
}
