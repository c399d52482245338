package dev.clearer.evaluate;

import dev.clearer.Progress;
import dev.clearer.data.TestPicture;
import dev.clearer.data.TestSet;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.Resize;
import dev.clearer.infer.BlurCorrection;
import dev.clearer.infer.Upscaler;
import org.jspecify.annotations.Nullable;

/** A way to restore a picture, a row in the tables. */
public interface Method {
  /** What its row is called. */
  String name();

  /**
   * The picture in the size of the truth, and what was estimated of it.
   *
   * @throws dev.clearer.InputException if the method has no fitting result for it
   */
  Restored restore(TestSet.Group group, TestPicture picture);

  /** How many classes it tells apart, 0 if none. */
  default int classes() {
    return 0;
  }

  /** Whether it works when asked, so that time and memory say something. */
  default boolean computes() {
    return true;
  }

  /**
   * A restored picture.
   *
   * @param picture of the size of the truth
   * @param blurMap as estimated, of that size; null where none was
   * @param labels as estimated, of that size; null where none were
   */
  record Restored(Image picture, @Nullable BlurMap blurMap, @Nullable LabelMap labels) {}

  /** Bicubic interpolation. */
  static Method bicubic() {
    return new Interpolation("bicubic", Resize::bicubic);
  }

  /** Lanczos interpolation with three lobes. */
  static Method lanczos() {
    return new Interpolation("Lanczos", Resize::lanczos3);
  }

  /** A model that finds out everything by itself. */
  static Method model(String name, Upscaler upscaler) {
    return new Blind(name, upscaler);
  }

  /** The same model, its restorer given the true blur map in place of the estimate. */
  static Method toldTheBlur(String name, Upscaler upscaler) {
    return new ToldTheBlur(name, upscaler);
  }

  /** Resizes to width and height. */
  interface Resizing {
    /** {@code image} in the given size. */
    Image to(Image image, int width, int height);
  }

  /** Resizing without any network. */
  record Interpolation(String name, Resizing resizing) implements Method {
    @Override
    public Restored restore(TestSet.Group group, TestPicture picture) {
      Image sharp = picture.sharp();
      return new Restored(
          resizing.to(picture.lowResolution(), sharp.width(), sharp.height()), null, null);
    }
  }

  /** A model as users run it. */
  record Blind(String name, Upscaler upscaler) implements Method {
    @Override
    public Restored restore(TestSet.Group group, TestPicture picture) {
      Upscaler.Result result = upscaler.upscale(picture.lowResolution(), Progress.NONE);
      return new Restored(result.picture(), result.blurMap(), result.labels());
    }

    @Override
    public int classes() {
      return upscaler.classes();
    }
  }

  /** A model that is told the true blur. */
  record ToldTheBlur(String name, Upscaler upscaler) implements Method {
    @Override
    public Restored restore(TestSet.Group group, TestPicture picture) {
      BlurCorrection truth = new BlurCorrection(picture.blurMap(), 1);
      Upscaler.Result result = upscaler.upscale(picture.lowResolution(), truth, Progress.NONE);
      return new Restored(result.picture(), null, null);
    }
  }
}
