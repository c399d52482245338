package dev.clearer.image;

import java.util.Arrays;
import java.util.Locale;

/**
 * Turns the numbers of a file into brightness, 0 black to 1 white. What the format leaves open
 * (floating-point numbers of other ranges, negative numbers) is guessed from the numbers, and said.
 */
final class Brightness {
  private static final float EIGHT_BITS = 255;
  private static final float SIXTEEN_BITS = 65535;

  /** Up to this share of the greatest value, negative ones are noise or overshoot around black. */
  private static final float NOISE = 0.05f;

  private final float[][] planes;
  private final Reading reading;

  private Brightness(float[][] planes, Reading reading) {
    this.planes = planes;
    this.reading = reading;
  }

  /**
   * Scales finite numbers in place.
   *
   * @param bits of the samples of each plane
   */
  static void scale(float[][] planes, TiffLayout.Kind kind, int[] bits, Reading reading) {
    Brightness brightness = new Brightness(planes, reading);
    switch (kind) {
      case UNSIGNED -> brightness.divide(bits, 0);
      case SIGNED -> brightness.scaleSigned(bits);
      case FLOAT -> brightness.scaleFloats();
    }
  }

  private void divide(int[] bits, int unused) {
    for (int c = 0; c < planes.length; c++) {
      map(planes[c], 0, (float) (Math.pow(2, bits[c] - unused) - 1));
    }
  }

  private void scaleSigned(int[] bits) {
    if (least() < 0) {
      stretch();
    } else {
      divide(bits, 1);
    }
  }

  private void scaleFloats() {
    float least = least();
    float greatest = greatest();
    if (least < -NOISE * Math.max(1, greatest)) {
      stretch();
      return;
    } else if (least < 0) {
      long count = countNegative();
      reading.note(
          count == 1
              ? "has 1 sample below 0: it counts as black."
              : "has %d samples below 0: they count as black.".formatted(count));
    }
    float white = 1;
    if (greatest > 1 && greatest <= SIXTEEN_BITS && isCounted()) {
      white = greatest <= EIGHT_BITS ? EIGHT_BITS : SIXTEEN_BITS;
      reading.note("has samples from 0 to %.0f, not to 1: that counts as white.".formatted(white));
    } else if (greatest > 1) {
      white = greatest;
      reading.note(
          "has samples up to %s, not to 1: all are divided by that, so that nothing is cut off."
              .formatted(number(white)));
    }
    for (float[] plane : planes) {
      map(plane, 0, white);
    }
  }

  /** Whether the numbers are too large to be brightness of about 1, or count in whole steps. */
  private boolean isCounted() {
    long over = 0;
    long all = 0;
    boolean integers = true;
    for (float[] plane : planes) {
      for (float value : plane) {
        integers &= value == Math.rint(value);
        over += value > 1 ? 1 : 0;
        all++;
      }
    }
    return 2 * over > all || (integers && greatest() > 2);
  }

  private void stretch() {
    float least = least();
    float greatest = greatest();
    reading.note(
        "has negative samples: %s counts as black and %s as white."
            .formatted(number(least), number(greatest)));
    for (float[] plane : planes) {
      map(plane, least, greatest > least ? greatest : least + 1);
    }
  }

  private static String number(float value) {
    return value == Math.rint(value) && Math.abs(value) < 1e7
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  private static void map(float[] plane, float black, float white) {
    for (int i = 0; i < plane.length; i++) {
      plane[i] = Math.min(1, Math.max(0, (plane[i] - black) / (white - black)));
    }
  }

  private float least() {
    float least = Float.MAX_VALUE;
    for (float[] plane : planes) {
      for (float value : plane) {
        least = Math.min(least, value);
      }
    }
    return least;
  }

  private float greatest() {
    float greatest = -Float.MAX_VALUE;
    for (float[] plane : planes) {
      for (float value : plane) {
        greatest = Math.max(greatest, value);
      }
    }
    return greatest;
  }

  private long countNegative() {
    return Arrays.stream(planes)
        .mapToLong(
            plane -> {
              long count = 0;
              for (float value : plane) {
                count += value < 0 ? 1 : 0;
              }
              return count;
            })
        .sum();
  }
}
