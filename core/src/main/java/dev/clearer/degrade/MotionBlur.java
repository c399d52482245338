package dev.clearer.degrade;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import java.util.SplittableRandom;

/**
 * Motion during the exposure, with its own kernel for every pixel (future work in the paper).
 *
 * @param path shape of the motion
 * @param moves what moves: the camera, or one region in front of a still background
 * @param length length of the path's extent in pixels, within 0 to 200
 * @param turn rotation about the picture's centre during the exposure, in degrees, within 0 to 30
 */
public record MotionBlur(Path path, Moves moves, Range length, Range turn) implements Degradation {
  /** The shape of a motion. */
  public enum Path {
    /** Straight, at constant speed. */
    @JsonProperty("straight")
    STRAIGHT,
    /** A hand's shake. */
    @JsonProperty("shake")
    SHAKE
  }

  /** What moves. */
  public enum Moves {
    /** All pixels. */
    @JsonProperty("camera")
    CAMERA,
    /** The pixels of one random region of the picture. */
    @JsonProperty("region")
    REGION
  }

  /** Checks the ranges. */
  public MotionBlur {
    length.requireWithin(0, 200, "length");
    turn.requireWithin(0, 30, "turn");
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    Image image = picture.image();
    Trajectory trajectory = trajectory(image, random);
    if (moves == Moves.CAMERA && turn.to() == 0) {
      Kernel kernel = trajectory.kernel();
      return picture.blurred(kernel::convolved, Maps.constant(image, kernel.sigma()));
    }
    Exposure exposure = new Exposure(image, trajectory);
    if (moves == Moves.CAMERA) {
      return picture.blurred(still -> all(still, exposure), exposure.blurMap());
    }
    LabelMap regions = picture.geometry().regions(random.split(), image.width(), image.height());
    DepthLayers layers = cutOut(regions, random);
    float[] sigma = exposure.blurMap().sigma();
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] *= layers.layer()[i];
    }
    return picture.blurred(
        still -> moved(still, layers, exposure), new BlurMap(image.width(), image.height(), sigma));
  }

  @Override
  public int reach() {
    return (int) Math.ceil(length.to() / 2) + 1;
  }

  /**
   * A straight line has a variance of length squared / 12 along its direction and half of that as
   * the mean of both axes; a shake, which reverses at both ends, at most length squared / 4.
   */
  @Override
  public double largestSigma() {
    return path == Path.STRAIGHT ? length.to() / Math.sqrt(24) : length.to() / 2;
  }

  private Trajectory trajectory(Image image, SplittableRandom random) {
    double pixels = length.draw(random);
    double radians = StrictMath.toRadians(turn.draw(random));
    double farthest = pixels + radians * Math.hypot(image.width(), image.height()) / 2;
    int samples = (int) Math.min(400, 1 + Math.ceil(2 * farthest));
    return path == Path.STRAIGHT
        ? Trajectory.straight(pixels, radians, samples, random)
        : Trajectory.shake(pixels, radians, samples, random);
  }

  private static Image all(Image image, Exposure exposure) {
    float[][] planes = new float[image.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = exposure.apply(image.plane(c));
    }
    return Image.of(image.width(), image.height(), planes);
  }

  /** Composites the moving region's colours and mask over the still background. */
  private Image moved(Image image, DepthLayers layers, Exposure exposure) {
    Canvas still = new Canvas(image.channels(), layers.layer().length);
    Canvas moved = new Canvas(image.channels(), layers.layer().length);
    float[] mask = mask(layers, 1);
    still.lay(masked(image, mask(layers, 0)), 0, mask.length);
    float[][] soft = masked(image, mask);
    for (int c = 0; c < soft.length; c++) {
      soft[c] = exposure.apply(soft[c]);
    }
    moved.lay(soft, 0, mask.length);
    float[][] planes =
        new HiddenBackground(layers, (int) Math.ceil(length.to())).join(still, moved);
    return Image.of(image.width(), image.height(), planes);
  }

  /** Layer 1 is the moving region, layer 0 the rest. */
  private static DepthLayers cutOut(LabelMap regions, SplittableRandom random) {
    boolean[] present = new boolean[LabelMap.IGNORE];
    int count = 0;
    for (byte label : regions.classes()) {
      int number = label & 0xff;
      if (number != LabelMap.IGNORE && !present[number]) {
        present[number] = true;
        count++;
      }
    }
    int drawn = count == 0 ? -1 : number(present, random.nextInt(count));
    int[] layer = new int[regions.classes().length];
    for (int i = 0; i < layer.length; i++) {
      layer[i] = (regions.classes()[i] & 0xff) == drawn ? 1 : 0;
    }
    return new DepthLayers(regions.width(), regions.height(), layer, new float[2], 1);
  }

  /** The number of the region that comes after {@code before} others. */
  private static int number(boolean[] present, int before) {
    int rest = before;
    for (int number = 0; number < present.length; number++) {
      if (present[number] && rest-- == 0) {
        return number;
      }
    }
    throw new IllegalStateException("fewer regions than counted");
  }

  private static float[] mask(DepthLayers layers, int layer) {
    float[] mask = new float[layers.layer().length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = layers.layer()[i] == layer ? 1 : 0;
    }
    return mask;
  }

  /** Colours times mask, followed by the mask. */
  private static float[][] masked(Image image, float[] mask) {
    float[][] planes = new float[image.channels() + 1][mask.length];
    for (int i = 0; i < mask.length; i++) {
      for (int c = 0; c < image.channels(); c++) {
        planes[c][i] = image.plane(c)[i] * mask[i];
      }
      planes[image.channels()][i] = mask[i];
    }
    return planes;
  }
}
