package dev.clearer.image;

import org.jspecify.annotations.Nullable;

/**
 * Pictures stored in colour that are grey, or nearly so. A network that restores three channels
 * gives neutral pictures a tint of its own, of up to 12 of 255. So their brightness alone is
 * restored, and what little colour they have is interpolated and added.
 */
final class Neutral {
  /**
   * The greatest distance of a channel from brightness in a nearly neutral picture. Measured with
   * the shipped model on eight photographs whose colours were weakened: up to this the result is
   * closer to the truth than that of all three channels, from 12 of 255 on it is not.
   */
  private static final float WEAKEST_COLOUR = 8 / 255f;

  private Neutral() {}

  /** The brightness of a picture that is nearly neutral; null of others. */
  static @Nullable Image brightness(Image colour) {
    if (colour.channels() != 3) {
      return null;
    }
    float[] red = colour.plane(0);
    float[] green = colour.plane(1);
    float[] blue = colour.plane(2);
    float[] grey = new float[red.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = brightness(red[i], green[i], blue[i]);
      float least = Math.min(red[i], Math.min(green[i], blue[i]));
      float greatest = Math.max(red[i], Math.max(green[i], blue[i]));
      if (greatest - grey[i] > WEAKEST_COLOUR || grey[i] - least > WEAKEST_COLOUR) {
        return null;
      }
    }
    return Image.of(colour.width(), colour.height(), grey);
  }

  /** As ITU-R BT.601 weights it; of equal channels exactly their value. */
  private static float brightness(float red, float green, float blue) {
    return green + 0.299f * (red - green) + 0.114f * (blue - green);
  }

  /** Restored brightness in the colours of the picture that it was restored from. */
  static Rows coloured(Rows brightness, Image colour) {
    Rows tint = tint(colour);
    Rows larger =
        tint == null ? null : Resize.bicubic(tint, brightness.width(), brightness.height());
    return Rows.of(
        brightness.width(),
        brightness.height(),
        3,
        y -> {
          float[] grey = brightness.next()[0];
          float[][] added = larger == null ? null : larger.next();
          float[][] row = {grey, grey.clone(), grey.clone()};
          for (int c = 0; added != null && c < 3; c++) {
            for (int x = 0; x < grey.length; x++) {
              row[c][x] += added[c][x];
            }
          }
          return row;
        });
  }

  /** How far the channels are from brightness; null if they are equal everywhere. */
  private static @Nullable Rows tint(Image colour) {
    boolean equal = true;
    for (int c = 1; c < 3; c++) {
      equal &= java.util.Arrays.equals(colour.plane(0), colour.plane(c));
    }
    if (equal) {
      return null;
    }
    int width = colour.width();
    return Rows.of(
        width,
        colour.height(),
        3,
        y -> {
          float[][] row = new float[3][width];
          for (int x = 0; x < width; x++) {
            float grey = brightness(colour.at(0, y, x), colour.at(1, y, x), colour.at(2, y, x));
            for (int c = 0; c < 3; c++) {
              row[c][x] = colour.at(c, y, x) - grey;
            }
          }
          return row;
        });
  }
}
