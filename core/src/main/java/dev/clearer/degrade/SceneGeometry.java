package dev.clearer.degrade;

import dev.clearer.InputException;
import dev.clearer.image.DepthMap;
import dev.clearer.image.LabelMap;
import dev.clearer.image.Resize;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the scene that a picture shows, of the high-resolution picture's size; only
 * looked up by steps that need it.
 *
 * @param depth how far away everything is; null if nobody knows
 * @param regions which pixels belong together; null if nobody knows
 */
public record SceneGeometry(@Nullable Depths depth, @Nullable Regions regions) {
  /** Nothing is known. */
  public static final SceneGeometry UNKNOWN = new SceneGeometry(null, null);

  /** Depth that was measured or is made up. */
  public interface Depths {
    /** The depth; {@code random} is for what is made up, and belongs to it from here on. */
    LensDepth draw(SplittableRandom random);
  }

  /** Regions that were marked or are made up, any numbers. */
  public interface Regions {
    /** The regions; {@code random} is for what is made up. */
    LabelMap draw(SplittableRandom random);
  }

  /**
   * The depth of a picture that may be part of a larger one.
   *
   * @param whole depths of the larger picture or a sample of them: what a lens is focused by
   * @param picture depths of the picture, of the high-resolution picture's size
   */
  public record LensDepth(DepthMap whole, DepthMap picture) {}

  /** The geometry of given maps of one size. */
  public static SceneGeometry of(@Nullable DepthMap depth, @Nullable LabelMap regions) {
    return new SceneGeometry(
        depth == null ? null : random -> new LensDepth(depth, depth),
        regions == null ? null : random -> regions);
  }

  /** Depth at the given size of the picture. */
  LensDepth depth(SplittableRandom random, int width, int height) {
    if (depth == null) {
      throw new InputException("Blur by depth needs a depth map: give one, or take another blur.");
    }
    LensDepth drawn = depth.draw(random);
    return new LensDepth(drawn.whole(), Resize.nearest(drawn.picture(), width, height));
  }

  /** Regions at the given size of the picture. */
  LabelMap regions(SplittableRandom random, int width, int height) {
    if (regions == null) {
      throw new InputException("Moving regions need a region map: give one, or move the camera.");
    }
    return Resize.nearest(regions.draw(random), width, height);
  }

  SceneGeometry crop(int x, int y, int width, int height) {
    Depths depths = depth;
    Regions all = regions;
    return new SceneGeometry(
        depths == null
            ? null
            : random -> {
              LensDepth drawn = depths.draw(random);
              return new LensDepth(drawn.whole(), drawn.picture().crop(x, y, width, height));
            },
        all == null ? null : random -> all.draw(random).crop(x, y, width, height));
  }
}
