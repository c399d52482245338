package dev.clearer.degrade;

import dev.clearer.InputException;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A thin lens with random focus. It draws focal length, focus depth and number of layers, and
 * converts depth to circles of confusion of {@code |z - focus| / z}, scaled so that the largest
 * circle of the picture is the maximum.
 *
 * @param maximumCircle largest circle of confusion of every picture in pixels, at least 1
 * @param focalLengths the possible focal lengths
 * @param minimumLayers smallest limit for the number of layers, at least 2
 * @param maximumLayers largest limit for the number of layers
 * @param focusSpread standard deviation of the half-normal focus as a share of the picture's sorted
 *     distinct depths, in (0, 10]; small values focus near
 */
public record Defocus(
    double maximumCircle,
    List<FocalLength> focalLengths,
    int minimumLayers,
    int maximumLayers,
    double focusSpread)
    implements Degradation {
  /** Checks the ranges. */
  public Defocus {
    focalLengths = List.copyOf(focalLengths);
    require(maximumCircle >= 1 && maximumCircle <= 501, "maximumCircle", "1 to 501", maximumCircle);
    require(
        focalLengths.stream().mapToDouble(FocalLength::odds).sum() > 0,
        "focalLengths",
        "a list with odds over 0",
        focalLengths);
    require(minimumLayers >= 2, "minimumLayers", "at least 2", minimumLayers);
    require(
        maximumLayers >= minimumLayers, "maximumLayers", "at least minimumLayers", maximumLayers);
    require(focusSpread > 0 && focusSpread <= 10, "focusSpread", "over 0, up to 10", focusSpread);
  }

  private static void require(boolean holds, String name, String range, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + range + ", not " + value);
    }
  }

  /** The lens of NYUv2-BSR: circles up to 21 px, so sigma up to 5. */
  public static Defocus nyuv2() {
    return upTo(21);
  }

  /** The lens of Cityscapes-BSR: circles up to 61 px, so sigma up to 15. */
  public static Defocus cityscapes() {
    return upTo(61);
  }

  /** The lens of the paper's sets with another largest circle, in pixels. */
  public static Defocus upTo(double maximumCircle) {
    List<FocalLength> focalLengths =
        List.of(new FocalLength(50, .1), new FocalLength(70, .4), new FocalLength(85, .4));
    return new Defocus(maximumCircle, focalLengths, 200, 350, 1.0 / 3);
  }

  /** The blur of the largest circle: sigma = (c - 1) / 4 in pixels. */
  public double maximumSigma() {
    return (maximumCircle - 1) / 4;
  }

  /** The same lens with a fixed limit for the number of layers, at least 2. */
  public Defocus withLayers(int layers) {
    return new Defocus(maximumCircle, focalLengths, layers, layers, focusSpread);
  }

  /**
   * Focuses the lens on one of the picture's depths; equal seeds give equal results.
   *
   * @throws InputException if a depth is unknown (0): fill it first
   */
  public Shot draw(DepthMap depth, long seed) {
    return shot(depth, focus(depth, seed));
  }

  /**
   * Focuses the lens on one of the given depths: those of a whole picture or a sample of them.
   *
   * @throws InputException if a depth is unknown (0): fill it first
   */
  public Focus focus(DepthMap depth, long seed) {
    float[] distinct = distinct(depth.millimetres());
    SplittableRandom random = new SplittableRandom(seed);
    double focalLength = drawFocalLength(random);
    double shift = Math.max(0, 5 * focalLength - distinct[0]);
    double focus = distinct[drawFocus(distinct.length, random)] + shift;
    int layers = random.nextInt(minimumLayers, maximumLayers + 1);
    return new Focus(focalLength, shift, focus, largest(distinct, shift, focus), layers);
  }

  private static double largest(float[] depths, double shift, double focus) {
    double largest = 0;
    for (float depth : depths) {
      double z = depth + shift;
      largest = Math.max(largest, Math.abs(z - focus) / z);
    }
    return largest;
  }

  /**
   * The layers of a picture for a given focus. Depths are in millimetres, each over 0. Circles of
   * depths that {@code focus} was not drawn from are limited to the maximum.
   */
  public Shot shot(DepthMap depth, Focus focus) {
    DepthLayers layers = circles(depth, focus).layers(focus.layers());
    return new Shot(focus.focalLength(), focus.shift(), focus.depth(), layers);
  }

  private static float[] distinct(float[] depths) {
    float[] sorted = depths.clone();
    Arrays.sort(sorted);
    if (!(sorted[0] > 0 && sorted[sorted.length - 1] < Float.POSITIVE_INFINITY)) {
      throw new InputException("The depth map has pixels without a depth (0): fill them first.");
    }
    int count = 0;
    for (float value : sorted) {
      if (count == 0 || value != sorted[count - 1]) {
        sorted[count++] = value;
      }
    }
    return Arrays.copyOf(sorted, count);
  }

  private double drawFocalLength(SplittableRandom random) {
    double rest = random.nextDouble() * focalLengths.stream().mapToDouble(FocalLength::odds).sum();
    for (FocalLength focalLength : focalLengths) {
      rest -= focalLength.odds();
      if (rest < 0) {
        return focalLength.millimetres();
      }
    }
    return focalLengths.get(focalLengths.size() - 1).millimetres();
  }

  private int drawFocus(int count, SplittableRandom random) {
    while (true) {
      double place = Math.abs(RandomDraws.gaussian(random)) * focusSpread;
      if (place < 1) {
        return (int) (place * count);
      }
    }
  }

  private CircleMap circles(DepthMap depth, Focus focus) {
    float[] millimetres = depth.millimetres();
    float[] circles = new float[millimetres.length];
    for (int i = 0; i < circles.length; i++) {
      double z = millimetres[i] + focus.shift();
      double circle = (z - focus.depth()) / z * maximumCircle / focus.largest();
      circles[i] =
          focus.largest() == 0
              ? 0
              : (float) Math.max(-maximumCircle, Math.min(maximumCircle, circle));
    }
    return new CircleMap(depth.width(), depth.height(), circles);
  }

  /** The picture blurred by the layers of {@code shot}. */
  public Blurred blur(Image sharp, Shot shot) {
    return LayeredBlur.upTo(maximumSigma()).apply(sharp, shot.layers());
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    return apply(picture, random.nextLong(), random);
  }

  /** The defocused picture, as by {@link #draw} with this seed and the scene's depth. */
  public Degraded apply(Degraded picture, long seed) {
    return apply(picture, seed, new SplittableRandom(seed));
  }

  private Degraded apply(Degraded picture, long seed, SplittableRandom random) {
    Image image = picture.image();
    SceneGeometry.LensDepth depth =
        picture.geometry().depth(random.split(), image.width(), image.height());
    DepthLayers layers = shot(depth.picture(), focus(depth.whole(), seed)).layers();
    LayeredBlur blur = LayeredBlur.upTo(maximumSigma());
    return picture.blurred(sharp -> blur.apply(sharp, layers).image(), layers.blurMap());
  }

  @Override
  public int reach() {
    return LayeredBlur.upTo(maximumSigma()).window();
  }

  @Override
  public double largestSigma() {
    return maximumSigma();
  }
}
