package dev.clearer.degrade;

import dev.clearer.InputException;
import dev.clearer.image.DepthMap;
import dev.clearer.image.LabelMap;
import dev.clearer.image.Resize;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Depth and regions of a picture's scene, in the size of the high-resolution picture; computed only
 * for steps that need them.
 *
 * @param depth depth; null if unknown
 * @param regions regions; null if unknown
 */
public record SceneGeometry(@Nullable Depths depth, @Nullable Regions regions) {
  /** Unknown depth and regions. */
  public static final SceneGeometry UNKNOWN = new SceneGeometry(null, null);

  /** Measured or random depth. */
  public interface Depths {
    /** The depth. Random depth uses {@code random}, which must not be used afterwards. */
    LensDepth draw(SplittableRandom random);
  }

  /** Known or random region numbers. */
  public interface Regions {
    /** The regions. Random regions use {@code random}. */
    LabelMap draw(SplittableRandom random);
  }

  /**
   * The depth of a picture that may be a crop of a larger one.
   *
   * @param whole depths of the larger picture or a sample of them, from which the focus is drawn
   * @param picture depths of the picture, of the high-resolution picture's size
   */
  public record LensDepth(DepthMap whole, DepthMap picture) {}

  /** The geometry from maps of equal size. */
  public static SceneGeometry of(@Nullable DepthMap depth, @Nullable LabelMap regions) {
    return new SceneGeometry(
        depth == null ? null : random -> new LensDepth(depth, depth),
        regions == null ? null : random -> regions);
  }

  /** Depth scaled to the given size. */
  LensDepth depth(SplittableRandom random, int width, int height) {
    if (depth == null) {
      throw new InputException("Blur by depth needs a depth map: add one, or use another blur.");
    }
    LensDepth drawn = depth.draw(random);
    return new LensDepth(drawn.whole(), Resize.nearest(drawn.picture(), width, height));
  }

  /** Regions scaled to the given size. */
  LabelMap regions(SplittableRandom random, int width, int height) {
    if (regions == null) {
      throw new InputException("Moving regions need a region map: add one, or move the camera.");
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
