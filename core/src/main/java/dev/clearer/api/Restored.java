package dev.clearer.api;

import dev.clearer.image.BufferedPictures;
import dev.clearer.image.MapKind;
import dev.clearer.image.Picture;
import dev.clearer.image.PixelMap;
import java.awt.image.BufferedImage;
import java.util.Map;

/** A restored picture, and the maps that were estimated of it. */
public final class Restored {
  private final Picture picture;
  private final int workingScale;
  private final Map<MapKind, PixelMap> maps;

  Restored(Picture picture, int workingScale, Map<MapKind, PixelMap> maps) {
    this.picture = picture;
    this.workingScale = workingScale;
    this.maps = maps;
  }

  /**
   * The picture, with the alpha (enlarged too), bit depth, colour profile and EXIF of the input.
   */
  public Picture picture() {
    return picture;
  }

  /** The picture without its metadata. */
  public BufferedImage image() {
    return BufferedPictures.image(picture);
  }

  /** The maps that the model makes, in the resolution in which they were estimated. */
  public Map<MapKind, PixelMap> maps() {
    return maps;
  }

  /**
   * A map at the size of the picture.
   *
   * @throws IllegalArgumentException if the model makes none of this kind: see {@link #maps}
   */
  public PixelMap map(MapKind kind) {
    PixelMap map = maps.get(kind);
    if (map == null) {
      throw new IllegalArgumentException("The model makes no map of " + kind.label() + ".");
    }
    return map.resized(picture.width(), picture.height());
  }

  /** The enlargement that the model worked at; the picture was resized from there. */
  public int workingScale() {
    return workingScale;
  }
}
