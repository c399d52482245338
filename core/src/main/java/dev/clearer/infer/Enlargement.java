package dev.clearer.infer;

import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.image.Rows;
import java.util.Map;

/** A picture that is restored while its rows are taken, so that it need never be held whole. */
public interface Enlargement {
  /** The enlargement that the model works at; the result is resized from there. */
  int workingScale();

  /** How wide a blur is restored; never {@link BlurRange#AUTO}. */
  BlurRange range();

  /** The restored picture in [0, 1], with as many channels as the input. To be taken once. */
  Rows rows();

  /**
   * The maps in units of the result, in the size that they were estimated in.
   *
   * @throws IllegalStateException before all rows were taken: the maps are not complete then
   */
  Map<MapKind, PixelMap> maps();
}
