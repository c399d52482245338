package dev.clearer.infer;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A restored picture and what was estimated.
 *
 * @param picture in [0, 1], with as many channels as the input
 * @param estimated the maps in the resolution in which they were estimated, the blur as it was told
 *     to the restorer
 */
public record Result(Image picture, Map<MapKind, PixelMap> estimated) {
  /** A map resized to the picture's size by this call; null if the model makes none. */
  public @Nullable PixelMap map(MapKind kind) {
    PixelMap map = estimated.get(kind);
    return map == null ? null : map.resized(picture.width(), picture.height());
  }

  /**
   * A map that the model makes, resized to the picture's size by this call.
   *
   * @throws IllegalArgumentException if the model makes none of this kind
   */
  public PixelMap required(MapKind kind) {
    PixelMap map = map(kind);
    if (map == null) {
      throw new IllegalArgumentException("nothing was estimated of the " + kind.label());
    }
    return map;
  }

  /** Sigma in pixels of the picture, at its size; null if the model estimates none. */
  public @Nullable BlurMap blurMap() {
    PixelMap map = map(MapKind.BLUR);
    return map == null ? null : map.blurMap();
  }

  /** Class indices at the picture's size; null if the model tells no classes apart. */
  public @Nullable LabelMap labels() {
    PixelMap map = map(MapKind.CLASSES);
    return map == null ? null : map.labelMap();
  }
}
