package dev.clearer.app.serve;

import dev.clearer.image.FileFormat;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Picture;

/** Small pictures for tests. */
final class Pictures {
  private Pictures() {}

  /** A PNG with stripes and a gradient. */
  static byte[] png(int width, int height) {
    return ImageFiles.encode(picture(width, height), FileFormat.PNG, 95);
  }

  /** A small PNG that differs from those of all other numbers below 16 million. */
  static byte[] numbered(int number) {
    float[][] planes = new float[3][64];
    for (int channel = 0; channel < 3; channel++) {
      planes[channel][0] = ((number >> (8 * channel)) & 255) / 255f;
    }
    return ImageFiles.encode(Picture.of(Image.of(8, 8, planes)), FileFormat.PNG, 95);
  }

  static byte[] jpeg(int width, int height) {
    return ImageFiles.encode(picture(width, height), FileFormat.JPEG, 90);
  }

  private static Picture picture(int width, int height) {
    float[][] planes = new float[3][width * height];
    for (int i = 0; i < width * height; i++) {
      planes[0][i] = (i % width) / (float) width;
      planes[1][i] = (i % width) / 4 % 2 == 0 ? 0.8f : 0.3f;
      planes[2][i] = i / (float) (width * height);
    }
    return Picture.of(Image.of(width, height, planes));
  }
}
