package dev.clearer.net.photo;

import static org.bytedeco.pytorch.global.torch.avg_pool2d;
import static org.bytedeco.pytorch.global.torch.pixel_shuffle;
import static org.bytedeco.pytorch.global.torch.pixel_unshuffle;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.softplus;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what happened to a photograph and undoes it, at x1, x2 and x4 with the same weights. A
 * trunk of residual blocks works at a quarter of the output's size, whatever the scale: a picture
 * to be enlarged four times enters as it is, one to be enlarged twice or kept enters by
 * space-to-depth. After the first blocks the maps are read off; the other blocks restore, scaled
 * and shifted by the maps, which may be replaced in between. Plain convolutions only, and a finite
 * receptive field: tiles that overlap by it show no seam.
 */
public final class Photo extends Module {
  /** The trunk works at the output's size divided by this. */
  public static final int TRUNK = 4;

  private static final double MIDDLE_GREY = 0.5;

  /** The fine detail that shows blur is this much fainter than the picture. */
  private static final double DETAIL = 8;

  /** Detail is what differs from the mean of so many pixels a side. */
  private static final int DETAIL_SIDE = 5;

  private static final double LEAST_LOG_SCALE = -3;
  private static final double MOST_LOG_SCALE = 2.5;
  private static final double LEAST_LOG_NOISE = -8;

  private final PhotoConfig config;
  private final Map<Integer, Conv2dImpl> heads = new TreeMap<>();
  private final List<PhotoBlock> estimate = new ArrayList<>();
  private final Conv2dImpl maps;
  private final Conv2dImpl classes;
  private final @Nullable Conv2dImpl known;
  private final List<PhotoBlock> restore = new ArrayList<>();
  private final Conv2dImpl merge;
  private final Conv2dImpl tail;

  /**
   * What the first half makes of a picture, all at the trunk's size (h, w).
   *
   * @param entry features of the head, (N, width, h, w)
   * @param features what the maps were read off, (N, width, h, w)
   * @param sigma blur in output pixels, (N, 1, h, w), not negative
   * @param logScale logarithm of the Laplace scale of sigma's error, (N, 1, h, w)
   * @param logNoise logarithm of the noise's standard deviation in [0, 1], (N, 1, h, w)
   * @param scores of the classes, (N, K, h, w)
   */
  public record Estimate(
      Tensor entry,
      Tensor features,
      Tensor sigma,
      Tensor logScale,
      Tensor logNoise,
      Tensor scores) {}

  /** A network with fresh weights; build it outside any {@link Scope}. */
  public Photo(PhotoConfig config) {
    this.config = config;
    int width = config.width();
    for (int scale : new int[] {1, 2, TRUNK}) {
      int block = TRUNK / scale;
      heads.put(scale, register_module("head_x" + scale, Layers.conv(6 * block * block, width, 3)));
    }
    for (int i = 0; i < config.estimatorBlocks(); i++) {
      estimate.add(register_module("estimate" + i, new PhotoBlock(width, dilation(i), 0)));
    }
    maps = register_module("maps", Layers.drawn(Layers.conv(width, 3, 3), 0.1));
    begin(maps.bias());
    classes =
        register_module("classes", Layers.drawn(Layers.conv(width, config.classes(), 3), 0.3));
    known =
        config.known() == 0
            ? null
            : register_module("known", Layers.reluConv(Known.CHANNELS, config.known(), 1));
    for (int i = 0; i < config.restorerBlocks(); i++) {
      restore.add(register_module("restore" + i, new PhotoBlock(width, 1, config.known())));
    }
    merge = register_module("merge", Layers.conv(width, width, 3));
    tail = register_module("tail", Layers.drawn(Layers.conv(width, 3 * TRUNK * TRUNK, 3), 0.02));
  }

  /** Maps begin at usual values: sigma 1.3 pixels, its error 1, noise 4 of 255. */
  private static void begin(Tensor bias) {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            bias.copy_(Tensors.of(new float[] {1, 0, -4}, 3));
          }
        });
  }

  /** Blur is wide: some early blocks look farther. */
  private static int dilation(int block) {
    return switch (block) {
      case 1, 3 -> 2;
      case 2 -> 4;
      default -> 1;
    };
  }

  /** The sizes it was built with. */
  public PhotoConfig config() {
    return config;
  }

  /** How many of the trunk's pixels away {@link #estimate} looks. */
  int estimatorReach() {
    int reach = 2 + DETAIL_SIDE / 2; // the head, the last convolution, and the detail at x4
    for (int i = 0; i < estimate.size(); i++) {
      reach += dilation(i) + 1;
    }
    return reach;
  }

  /** How many of the trunk's pixels away {@link #restore} looks, its features being given. */
  int restorerReach() {
    return 2 * restore.size() + 2;
  }

  /**
   * Estimates the maps of a picture.
   *
   * @param picture (N, 3, H, W) in [0, 1], H and W multiples of {@code 4 / scale}
   * @param scale 1, 2 or 4
   */
  public Estimate estimate(Tensor picture, int scale) {
    Tensor[] results =
        Scope.returningAll(
            () -> {
              Conv2dImpl head = Objects.requireNonNull(heads.get(scale), "no head for this scale");
              Tensor seen = withDetail(picture);
              Tensor entry =
                  head.forward(scale == TRUNK ? seen : pixel_unshuffle(seen, TRUNK / scale));
              Tensor features = entry;
              for (PhotoBlock block : estimate) {
                features = block.forward(features);
              }
              Tensor read = maps.forward(features);
              return new Tensor[] {
                entry,
                features,
                softplus(read.narrow(1, 0, 1)),
                clamp(read.narrow(1, 1, 1), LEAST_LOG_SCALE, MOST_LOG_SCALE),
                clamp(read.narrow(1, 2, 1), LEAST_LOG_NOISE, 0),
                classes.forward(features)
              };
            });
    return new Estimate(results[0], results[1], results[2], results[3], results[4], results[5]);
  }

  /** The picture around 0, and its fine detail made as strong. */
  private static Tensor withDetail(Tensor picture) {
    long[] side = {DETAIL_SIDE, DETAIL_SIDE};
    long[] half = {DETAIL_SIDE / 2, DETAIL_SIDE / 2};
    Tensor mean =
        avg_pool2d(picture, side, new long[] {1, 1}, half, false, false, new LongOptional());
    return Ops.concat(
        picture.sub(new Scalar(MIDDLE_GREY)), picture.sub(mean).mul(new Scalar(DETAIL)));
  }

  private static Tensor clamp(Tensor x, double least, double most) {
    return x.clamp_min(new Scalar(least)).clamp_max(new Scalar(most));
  }

  /**
   * Restores a picture.
   *
   * @param picture as for {@link #estimate}
   * @param scale as for {@link #estimate}
   * @param estimate what {@link #estimate} made of it; its features are used, its maps are not
   * @param sigma blur to undo, in output pixels, (N, 1, h, w)
   * @param logScale logarithm of the Laplace scale of its error, (N, 1, h, w)
   * @param noise standard deviation of the noise to remove, in [0, 1], (N, 1, h, w)
   * @return (N, 3, scale H, scale W), nominally in [0, 1]
   */
  public Tensor restore(
      Tensor picture, int scale, Estimate estimate, Tensor sigma, Tensor logScale, Tensor noise) {
    return Scope.returning(
        () -> {
          Tensor told =
              known == null ? null : relu(known.forward(Known.encode(sigma, logScale, noise)));
          Tensor x = estimate.features();
          for (PhotoBlock block : restore) {
            x = told == null ? block.forward(x) : block.forward(x, told);
          }
          // No ReLU here: where all of it is negative, nothing could ever learn again.
          Tensor last = merge.forward(x).add(estimate.entry());
          return CubicEnlargement.of(picture, scale).add(pixel_shuffle(tail.forward(last), TRUNK));
        });
  }
}
