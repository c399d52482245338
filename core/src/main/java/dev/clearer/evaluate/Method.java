package dev.clearer.evaluate;

import dev.clearer.Progress;
import dev.clearer.data.TestPicture;
import dev.clearer.data.TestSet;
import dev.clearer.degrade.Sharpening;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.Resize;
import dev.clearer.infer.BlurCorrection;
import dev.clearer.infer.Result;
import dev.clearer.infer.Task;
import dev.clearer.infer.Upscaler;
import java.util.List;
import java.util.Map;

/** A way to restore a picture, a row in the tables. */
public interface Method {
  /** What its row is called. */
  String name();

  /**
   * The picture in the size of the truth, and what was estimated of it.
   *
   * @throws dev.clearer.InputException if the method has no fitting result for it
   */
  Result restore(TestSet.Group group, TestPicture picture);

  /** How many classes it tells apart, 0 if none. */
  default int classes() {
    return 0;
  }

  /** Whether it works when asked, so that time and memory say something. */
  default boolean computes() {
    return true;
  }

  /** Whether it has a row for this group. */
  default boolean applies(TestSet.Group group) {
    return true;
  }

  /** What needs no learning: the rows that all others are held against, the first one most. */
  static List<Method> simple() {
    return List.of(
        new Interpolation("bicubic", Resize::bicubic),
        new Interpolation("Lanczos", Resize::lanczos3),
        new SameSize("input", image -> image),
        new SameSize("unsharp mask", Sharpening::usual),
        new WienerToldTheTruth());
  }

  /** A model that finds out everything by itself. */
  static Method model(String name, Upscaler upscaler, boolean ensemble) {
    return new Blind(name, upscaler, ensemble);
  }

  /** The same model, its restorer given the true blur map in place of the estimate. */
  static Method toldTheBlur(String name, Upscaler upscaler, boolean ensemble) {
    return new ToldTheBlur(name, upscaler, ensemble);
  }

  /** Resizes to width and height. */
  interface Resizing {
    /** {@code image} in the given size. */
    Image to(Image image, int width, int height);
  }

  /** Resizing without any network; not at the picture's own size, where it changes nothing. */
  record Interpolation(String name, Resizing resizing) implements Method {
    @Override
    public boolean applies(TestSet.Group group) {
      return group.scale() > 1;
    }

    @Override
    public Result restore(TestSet.Group group, TestPicture picture) {
      Image sharp = picture.sharp();
      return new Result(
          resizing.to(picture.lowResolution(), sharp.width(), sharp.height()), Map.of());
    }
  }

  /** A change of a picture that keeps its size. */
  interface Change {
    /** The changed picture. */
    Image of(Image image);
  }

  /** A filter for pictures at their own size. */
  record SameSize(String name, Change change) implements Method {
    @Override
    public boolean applies(TestSet.Group group) {
      return group.scale() == 1;
    }

    @Override
    public Result restore(TestSet.Group group, TestPicture picture) {
      return new Result(change.of(picture.lowResolution()), Map.of());
    }
  }

  /** A model as users run it. */
  record Blind(String name, Upscaler upscaler, boolean ensemble) implements Method {
    @Override
    public Result restore(TestSet.Group group, TestPicture picture) {
      Task task = new Task(picture.scale(), BlurCorrection.NONE, ensemble);
      return upscaler.upscale(picture.lowResolution(), task, Progress.NONE);
    }

    @Override
    public int classes() {
      return upscaler.model().classNames().size();
    }
  }

  /** A model that is told the true blur. */
  record ToldTheBlur(String name, Upscaler upscaler, boolean ensemble) implements Method {
    @Override
    public Result restore(TestSet.Group group, TestPicture picture) {
      BlurMap blur = picture.blurMap();
      BlurCorrection truth = blur == null ? BlurCorrection.NONE : new BlurCorrection(blur, 1);
      Task task = new Task(picture.scale(), truth, ensemble);
      Image restored = upscaler.upscale(picture.lowResolution(), task, Progress.NONE).picture();
      return new Result(restored, Map.of());
    }
  }
}
