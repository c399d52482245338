package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * One Gaussian for the whole picture: the space-invariant variant.
 *
 * @param sigma of the wider axis in pixels, within 0 to 50
 * @param ratio of the narrower axis to the wider one, within 0.05 to 1; 1 to 1 is isotropic
 */
public record UniformBlur(Range sigma, Range ratio) implements Degradation {
  /** Checks the ranges. */
  public UniformBlur {
    sigma.requireWithin(0, 50, "sigma");
    ratio.requireWithin(0.05, 1, "ratio");
  }

  /** An isotropic Gaussian whose sigma is drawn evenly. */
  public static UniformBlur isotropic(double from, double to) {
    return new UniformBlur(new Range(from, to), Range.only(1));
  }

  @Override
  public Scene apply(Scene scene, SplittableRandom random) {
    double wide = sigma.draw(random);
    double narrow = wide * ratio.draw(random);
    double angle = Math.PI * random.nextDouble();
    int window = LayeredBlur.upTo(sigma.to()).window();
    if (narrow == wide) {
      return scene.blurred(GaussianBlur.apply(scene.image(), wide, window));
    }
    return scene.blurred(kernel(wide, narrow, angle, window).apply(scene.image()));
  }

  /** The Gaussian whose wide axis is turned by {@code angle} from the rows. */
  static Kernel kernel(double wide, double narrow, double angle, int window) {
    int radius = (int) Math.min(Math.max(1, window), Math.ceil(5 * wide));
    int size = 2 * radius + 1;
    double[] weights = new double[size * size];
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    for (int i = 0; i < weights.length; i++) {
      int x = i % size - radius;
      int y = i / size - radius;
      double along = (cos * x + sin * y) / wide;
      double across = (cos * y - sin * x) / narrow;
      weights[i] = StrictMath.exp(-0.5 * (along * along + across * across));
    }
    return Kernel.of(size, weights);
  }
}
