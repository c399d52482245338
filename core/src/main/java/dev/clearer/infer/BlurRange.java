package dev.clearer.infer;

/**
 * How wide a blur is restored. A network knows blur up to {@link #LIMIT} pixels of the result;
 * wider blur is restored at a half or a quarter of the result's size, where it spans fewer pixels,
 * and enlarged from there.
 */
public enum BlurRange {
  /** Chosen for each picture by an estimate at a half and at a quarter of the size. */
  AUTO(0),
  /** Up to 5 pixels. */
  X1(1),
  /** Up to 10 pixels. */
  X2(2),
  /** Up to 20 pixels. */
  X4(4);

  /** The widest blur that networks were trained with: sigma in pixels of the result. */
  public static final float LIMIT = 5;

  private final int factor;

  BlurRange(int factor) {
    this.factor = factor;
  }

  /** By how much wide blur is shrunk; 0 for {@link #AUTO}. */
  public int factor() {
    return factor;
  }
}
