package dev.clearer.api;

import dev.clearer.image.BufferedPictures;
import dev.clearer.image.MapKind;
import dev.clearer.image.Picture;
import dev.clearer.image.PixelMap;
import java.awt.image.BufferedImage;
import java.util.Map;

/** A restored picture and the maps that were estimated from the input. */
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
   * The picture, with the alpha channel (enlarged too), bit depth, colour profile and EXIF of the
   * input.
   */
  public Picture picture() {
    return picture;
  }

  /** The picture without its metadata. */
  public BufferedImage image() {
    return BufferedPictures.image(picture);
  }

  /** The maps of the model, at the resolution at which they were estimated. */
  public Map<MapKind, PixelMap> maps() {
    return maps;
  }

  /**
   * A map at the size of the picture.
   *
   * @throws IllegalArgumentException if the model does not estimate this kind: see {@link #maps}
   */
  public PixelMap map(MapKind kind) {
    PixelMap map = maps.get(kind);
    if (map == null) {
      throw new IllegalArgumentException(
          "The model does not estimate a map of " + kind.label() + ".");
    }
    return map.resized(picture.width(), picture.height());
  }

  /** The scale at which the model ran; if it is not the requested one, the picture was resized. */
  public int workingScale() {
    return workingScale;
  }
}
