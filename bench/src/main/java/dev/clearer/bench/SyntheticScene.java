package dev.clearer.bench;

import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import java.util.SplittableRandom;

/** A synthetic scene of any size: a bumpy floor with 2 cm of sensor noise, and a near pillar. */
record SyntheticScene(Image sharp, DepthMap depth) {
  static SyntheticScene of(int width, int height) {
    SplittableRandom random = new SplittableRandom(5);
    float[][] planes = new float[3][width * height];
    float[] depth = new float[width * height];
    for (int i = 0; i < depth.length; i++) {
      for (float[] plane : planes) {
        plane[i] = (float) random.nextDouble();
      }
      double x = (double) (i % width) / width;
      double y = (double) Math.floorDiv(i, width) / height;
      boolean pillar = Math.hypot(x - 0.3, y - 0.5) < 0.17;
      double bumps = 300 * Math.sin(13 * x) * Math.cos(7 * y);
      double floor = 800 + 4000 * (1 - y) + bumps + 20 * random.nextDouble();
      depth[i] = (float) (pillar ? 700 + 640 * Math.abs(x - 0.3) : floor);
    }
    return new SyntheticScene(Image.of(width, height, planes), new DepthMap(width, height, depth));
  }
}
