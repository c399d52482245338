package dev.clearer.evaluate;

import dev.clearer.Progress;
import dev.clearer.data.TestPicture;
import dev.clearer.data.TestSet;
import dev.clearer.degrade.Sharpening;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.image.Resize;
import dev.clearer.infer.Correction;
import dev.clearer.infer.Result;
import dev.clearer.infer.Task;
import dev.clearer.infer.Upscaler;
import java.util.List;
import java.util.Map;

/** A method that restores pictures. It has one row in the tables. */
public interface Method {
  /** Name of the row. */
  String name();

  /**
   * Restores a picture at the size of the truth, and returns the picture and its maps.
   *
   * @throws dev.clearer.InputException if the method has no result of the right size
   */
  Result restore(TestSet.Group group, TestPicture picture);

  /** Number of classes that it distinguishes; 0 if none. */
  default int classes() {
    return 0;
  }

  /** Whether it computes results on demand, so that time and memory are meaningful. */
  default boolean computes() {
    return true;
  }

  /** Whether it applies to this group. */
  default boolean applies(TestSet.Group group) {
    return true;
  }

  /** The baselines without a network; the first one is compared with the tested method. */
  static List<Method> baselines() {
    return List.of(
        new Interpolation("bicubic", Resize::bicubic),
        new Interpolation("Lanczos", Resize::lanczos3),
        new SameSize("input", image -> image),
        new SameSize("unsharp mask", Sharpening::usual),
        new OracleWiener());
  }

  /** A model with its own estimates. */
  static Method model(String name, Upscaler upscaler, boolean ensemble) {
    return new Blind(name, upscaler, ensemble);
  }

  /** The same model, its restorer given the true blur map instead of the estimate. */
  static Method withTrueBlur(String name, Upscaler upscaler, boolean ensemble) {
    return new WithTrueBlur(name, upscaler, ensemble);
  }

  /** Resizes a picture. */
  interface Resizing {
    /** Resizes {@code image} to the given size. */
    Image to(Image image, int width, int height);
  }

  /** Interpolation; it does not apply at scale 1, where it changes nothing. */
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

  /** A filter that keeps the size of a picture. */
  interface Filter {
    /** Filters {@code image}. */
    Image of(Image image);
  }

  /** A filter at scale 1. */
  record SameSize(String name, Filter filter) implements Method {
    @Override
    public boolean applies(TestSet.Group group) {
      return group.scale() == 1;
    }

    @Override
    public Result restore(TestSet.Group group, TestPicture picture) {
      return new Result(filter.of(picture.lowResolution()), Map.of());
    }
  }

  /** A model with its own estimates. */
  record Blind(String name, Upscaler upscaler, boolean ensemble) implements Method {
    @Override
    public Result restore(TestSet.Group group, TestPicture picture) {
      Task task = Task.scale(picture.scale()).withEnsemble(ensemble);
      return upscaler.upscale(picture.lowResolution(), task, Progress.NONE);
    }

    @Override
    public int classes() {
      return upscaler.model().classNames().size();
    }
  }

  /** A model that is given the true blur. */
  record WithTrueBlur(String name, Upscaler upscaler, boolean ensemble) implements Method {
    @Override
    public boolean applies(TestSet.Group group) {
      return upscaler.model().restorer().facts().reads(MapKind.BLUR);
    }

    @Override
    public Result restore(TestSet.Group group, TestPicture picture) {
      BlurMap blur = picture.blurMap();
      Correction truth = blur == null ? Correction.NONE : Correction.of(blur);
      Task task = Task.scale(picture.scale()).with(truth).withEnsemble(ensemble);
      Image restored = upscaler.upscale(picture.lowResolution(), task, Progress.NONE).picture();
      return new Result(restored, Map.of());
    }
  }
}
