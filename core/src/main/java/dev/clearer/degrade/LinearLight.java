package dev.clearer.degrade;

import dev.clearer.image.Image;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Steps in linear light: the picture is converted from sRGB to linear light and back. Lens blur
 * happens in linear light, where a bright out-of-focus point stays bright.
 *
 * @param steps in the order in which they happen
 */
public record LinearLight(List<Degradation> steps) implements Degradation {
  private static final int STEPS = 1 << 14;
  private static final float[] TO_LIGHT = table(LinearLight::light);

  /** Indexed by the square root of the light, for precision in dark values. */
  private static final float[] FROM_LIGHT = table(root -> stored(root * root));

  /** Copies the list. */
  public LinearLight {
    steps = List.copyOf(steps);
  }

  /** A curve from [0, 1] to [0, 1]. */
  private interface Curve {
    double of(double value);
  }

  private static float[] table(Curve curve) {
    float[] table = new float[STEPS + 2];
    for (int i = 0; i <= STEPS; i++) {
      table[i] = (float) curve.of(i / (double) STEPS);
    }
    table[STEPS + 1] = table[STEPS];
    return table;
  }

  /** IEC 61966-2-1. */
  private static double light(double stored) {
    return stored <= 0.04045 ? stored / 12.92 : StrictMath.pow((stored + 0.055) / 1.055, 2.4);
  }

  private static double stored(double light) {
    return light <= 0.0031308 ? light * 12.92 : 1.055 * StrictMath.pow(light, 1 / 2.4) - 0.055;
  }

  private static float at(float[] table, float value) {
    float place = Math.max(0, Math.min(1, value)) * STEPS;
    int before = (int) place;
    return table[before] + (place - before) * (table[before + 1] - table[before]);
  }

  private static Image toLight(Image image) {
    return mapped(image, value -> at(TO_LIGHT, value));
  }

  private static Image fromLight(Image image) {
    return mapped(image, value -> at(FROM_LIGHT, (float) Math.sqrt(Math.max(0, value))));
  }

  /** A change of each value. */
  private interface Change {
    float of(float value);
  }

  private static Image mapped(Image image, Change change) {
    float[][] planes = new float[image.channels()][];
    for (int c = 0; c < planes.length; c++) {
      float[] plane = image.plane(c);
      planes[c] = new float[plane.length];
      for (int i = 0; i < plane.length; i++) {
        planes[c][i] = change.of(plane[i]);
      }
    }
    return Image.of(image.width(), image.height(), planes);
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    Degraded result = changed(picture, LinearLight::toLight);
    for (Degradation step : steps) {
      result = step.apply(result, random);
    }
    return changed(result, LinearLight::fromLight);
  }

  /** The noise after a curve: the difference that it makes in the converted picture. */
  private static Degraded changed(Degraded picture, Degraded.Linear change) {
    Image noise = picture.noise();
    Image changed = change.of(picture.image());
    Image changedNoise =
        noise == null
            ? null
            : RandomDraws.difference(
                changed, change.of(RandomDraws.difference(picture.image(), noise)));
    return new Degraded(changed, changedNoise, picture.blurMap(), picture.geometry());
  }

  @Override
  public int reach() {
    return new Recipe(steps).reach();
  }

  @Override
  public int factor() {
    return new Recipe(steps).factor();
  }

  @Override
  public double largestSigma() {
    return new Recipe(steps).largestSigma();
  }

  @Override
  public Degradation at(int scale) {
    return new LinearLight(new Recipe(steps).at(scale).steps());
  }
}
