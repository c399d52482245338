package dev.clearer.net.cmos;

import dev.clearer.net.block.BlurAndClasses;
import dev.clearer.net.block.Gia;
import dev.clearer.net.block.ModuleList;
import dev.clearer.net.block.Sizes;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.List;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * CMOS: estimates the blur (Gaussian sigma in high-resolution pixels) and the class scores of every
 * high-resolution pixel from a low-resolution picture. The two tasks help each other at four
 * scales.
 */
public final class Cmos extends Module {
  /** How many times larger the maps are than the input. */
  public static final int SCALE = 4;

  /** Name of the weight whose first dimension is the number of classes. */
  static final String CLASS_SCORES = "predict.seg.last_layer.3.weight";

  private static final int SCALES = Hrnet.BRANCHES;

  /**
   * Sizes of the network.
   *
   * @param classes number of semantic classes
   * @param backbone sizes of the backbone
   * @param groups channel groups of the attention at the four scales
   * @param window window of the attention
   */
  public record Config(
      int classes, Hrnet.Config backbone, List<Integer> groups, Gia.Window window) {
    /** The reference's sizes for NYUv2: 40 classes. */
    public static final Config NYUV2 = reference(40);

    /** The reference's sizes for Cityscapes: 19 classes. */
    public static final Config CITYSCAPES = reference(19);

    /**
     * Checks the ranges.
     *
     * @throws dev.clearer.InputException if a number is out of range
     */
    public Config {
      groups = List.copyOf(groups);
      Sizes.requirePositive("cmos.classes", classes);
      Sizes.requireCount("cmos.groups", groups, SCALES);
      for (int scale = 0; scale < SCALES; scale++) {
        Sizes.requireDivides("cmos.groups", groups.get(scale), backbone.widths().get(scale));
      }
    }

    /** The reference's sizes with another number of classes. */
    public static Config reference(int classes) {
      return new Config(
          classes, Hrnet.Config.REFERENCE, List.of(3, 6, 8, 12), Gia.Window.REFERENCE);
    }
  }

  /**
   * Estimated maps at high resolution.
   *
   * @param blur (N, 1, 4H, 4W), sigma in pixels
   * @param classes (N, classes, 4H, 4W), scores before the softmax
   */
  public record Maps(Tensor blur, Tensor classes) {}

  /**
   * The estimate, and the auxiliary estimate from the finest scale alone, which only training
   * needs.
   */
  public record TrainingMaps(Maps maps, Maps auxiliary) {}

  private final Hrnet backbone;
  private final ModuleList<TaskHeads> heads;
  private final ModuleList<Gia> meet;
  private final ModuleList<Gia> refineClasses;
  private final ModuleList<Gia> refineBlur;
  private final ModuleList<Gia> conclude;
  private final ModuleList<Prediction> predict;

  /** Creates an estimator with random weights. Call it outside any scope. */
  public Cmos(Config config) {
    List<Integer> widths = config.backbone.widths();
    int last = SCALES - 1;
    backbone = register_module("backbone", new Hrnet(config.backbone));
    heads =
        register_module(
            "heads",
            ModuleList.list(
                SCALES, s -> new TaskHeads(widths.get(s), s == 0 ? config.classes : 0)));
    meet = register_module("GIA_m", ModuleList.list(last, s -> sameScale(config, s + 1)));
    IntFunction<Gia> finer = s -> attention(config, widths.get(s + 1), s);
    refineClasses = register_module("GIA_s", ModuleList.list(last, finer));
    refineBlur = register_module("GIA_b", ModuleList.list(last, finer));
    conclude = register_module("GIA_l", ModuleList.list(SCALES, s -> sameScale(config, s)));
    predict = register_module("predict", Prediction.ofBothTasks(widths, config.classes));
  }

  private static Gia sameScale(Config config, int scale) {
    return attention(config, config.backbone.widths().get(scale), scale);
  }

  private static Gia attention(Config config, int firstChannels, int scale) {
    int channels = config.backbone.widths().get(scale);
    return new Gia(
        new Gia.Config(firstChannels, channels, config.groups.get(scale), config.window));
  }

  /** Maps (N, 3, H, W) in [0, 1] to both maps. */
  public Maps forward(Tensor lowResolution) {
    Tensor[] maps =
        Scope.returningAll(
            () -> {
              Maps estimate = conclude(refine(lowResolution), size(lowResolution));
              return new Tensor[] {estimate.blur, estimate.classes};
            });
    return new Maps(maps[0], maps[1]);
  }

  /** Like {@link #forward}, with the auxiliary estimate for the loss of stage 1. */
  public TrainingMaps forwardForTraining(Tensor lowResolution) {
    Tensor[] maps =
        Scope.returningAll(
            () -> {
              long[] size = size(lowResolution);
              BlurAndClasses[] refined = refine(lowResolution);
              Maps estimate = conclude(refined, size);
              TaskHeads finest = heads.get(0);
              return new Tensor[] {
                estimate.blur,
                estimate.classes,
                enlarge(finest.auxiliaryBlur(refined[0].first()), size),
                enlarge(finest.auxiliaryClasses(refined[0].second()), size)
              };
            });
    return new TrainingMaps(new Maps(maps[0], maps[1]), new Maps(maps[2], maps[3]));
  }

  /** The backbone's four features of a picture in [0, 1]. */
  public Tensor[] features(Tensor lowResolution) {
    return Scope.returningAll(() -> backbone.forward(normalised(lowResolution)));
  }

  /** The two features of every scale, computed from the coarsest scale to the finest. */
  private BlurAndClasses[] refine(Tensor lowResolution) {
    Tensor[] features = features(lowResolution);
    BlurAndClasses[] refined = new BlurAndClasses[SCALES];
    BlurAndClasses current = new BlurAndClasses(features[SCALES - 1], features[SCALES - 1]);
    for (int scale = SCALES - 1; scale > 0; scale--) {
      refined[scale] = heads.get(scale).forward(current);
      current = finer(scale, refined[scale], features[scale - 1]);
    }
    refined[0] = heads.get(0).forward(current);
    return refined;
  }

  private BlurAndClasses finer(int scale, BlurAndClasses streams, Tensor finerFeature) {
    return BlurAndClasses.returning(
        () -> {
          BlurAndClasses met = meet.get(scale - 1).forward(streams.first(), streams.second());
          return new BlurAndClasses(
              refineBlur.get(scale - 1).sum(met.first(), finerFeature),
              refineClasses.get(scale - 1).sum(met.second(), finerFeature));
        });
  }

  private Maps conclude(BlurAndClasses[] refined, long[] size) {
    Tensor[] blur = new Tensor[SCALES];
    Tensor[] classes = new Tensor[SCALES];
    for (int scale = 0; scale < SCALES; scale++) {
      BlurAndClasses streams = refined[scale];
      BlurAndClasses concluded = conclude.get(scale).forward(streams.first(), streams.second());
      blur[scale] = concluded.first();
      classes[scale] = concluded.second();
    }
    return new Maps(
        enlarge(predict.get("blur").forward(blur), size),
        enlarge(predict.get("seg").forward(classes), size));
  }

  private static long[] size(Tensor lowResolution) {
    return new long[] {SCALE * Ops.height(lowResolution), SCALE * Ops.width(lowResolution)};
  }

  private static Tensor enlarge(Tensor map, long[] size) {
    return Ops.resize(map, size[0], size[1], false);
  }

  /**
   * Normalises by the mean and standard deviation of ImageNet, on which the backbone was trained.
   */
  private static Tensor normalised(Tensor picture) {
    return picture
        .sub(perChannel(picture, 0.485f, 0.456f, 0.406f))
        .div(perChannel(picture, 0.229f, 0.224f, 0.225f));
  }

  private static Tensor perChannel(Tensor like, float... values) {
    // Rounded to float32 in every precision, as in the reference.
    return Tensor.create(values).to(like.device(), like.scalar_type()).view(1, -1, 1, 1);
  }
}
