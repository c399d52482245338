package dev.clearer.net.compact;

import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/**
 * The compact blind super-resolution network: the tasks of CMOS and RRDB-SFT, in plain convolutions
 * at low-resolution size, which a CPU computes in a fraction of a second. An estimator finds blur
 * and semantics, with attention between the two (GIA); a restorer enlarges the picture with both
 * maps. The receptive field is finite, so that pictures of any size can be processed in tiles
 * without seams.
 */
public final class Compact extends Module {
  /** Unit in which the restorer gets sigma, in high-resolution pixels. */
  public static final double SIGMA_UNIT = 5;

  /** Tensors that a smaller network may lack. */
  private static final Pattern ADDED =
      Pattern.compile(
          "((estimator\\.(fine|coarse|context)|restorer\\.block)(\\d+|_in|_out)"
              + "|restorer\\.detail)\\..*");

  /** Those of them whose layer's result is added to the layer's input. */
  private static final Pattern LAST =
      Pattern.compile(".*\\.(conv2|context_out|detail)\\.(weight|bias)");

  private final CompactConfig config;
  private final CompactEstimator estimator;
  private final CompactRestorer restorer;

  /** Creates a network with random weights. Call it outside any {@link Scope}. */
  public Compact(CompactConfig config) {
    this.config = config;
    estimator = register_module("estimator", new CompactEstimator(config));
    restorer = register_module("restorer", new CompactRestorer(config));
  }

  /** The sizes of this network. */
  public CompactConfig config() {
    return config;
  }

  /**
   * Starts from the weights of a network with fewer blocks, without the wider context, or with a
   * bicubic base. Missing parts start as the identity, so that this network computes what the
   * smaller one did, apart from the base.
   *
   * @throws dev.clearer.InputException if the weights differ in anything else; some of them may
   *     have been copied by then
   */
  public void grow(Weights weights) {
    Weights.Matching matching = weights.applyMatching(this, "");
    boolean onlyMore = matching.missing().stream().allMatch(ADDED.asMatchPredicate());
    if (!matching.unused().isEmpty() || !onlyMore) {
      weights.apply(this);
    }
    silence(matching.missing().stream().filter(LAST.asMatchPredicate()).toList());
  }

  private void silence(List<String> names) {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            StringTensorDict parameters = named_parameters();
            names.forEach(name -> parameters.get(name).zero_());
          }
        });
  }

  /**
   * Changes the weights to channels-last memory format, in which a CPU convolves channels-last
   * input fastest.
   */
  public void channelsLast() {
    TensorVector parameters = parameters();
    for (long i = 0; i < parameters.size(); i++) {
      Tensor parameter = parameters.get(i);
      if (parameter.dim() == 4) {
        parameter.set_data(Tensors.channelsLast(parameter));
      }
    }
  }

  /**
   * Height and width of the input must be multiples of this: the windows' side in low-resolution
   * pixels.
   */
  public int multiple() {
    return 2 * config.estimator().window();
  }

  /**
   * Receptive field of {@link #estimate}, in low-resolution pixels to each side: about 24, and two
   * convolutions a block at a quarter or an eighth of the size.
   */
  public int estimatorReach() {
    CompactConfig.Estimator sizes = config.estimator();
    return 24 + 8 * sizes.blocks() + 16 * sizes.contextBlocks();
  }

  /**
   * Receptive field of {@link #restore}, in low-resolution pixels to each side: two convolutions a
   * block, four more, and that of the base.
   */
  public int restorerReach() {
    boolean wiener = config.restorer().base() == CompactConfig.Base.WIENER;
    return 2 * config.restorer().blocks() + 4 + (wiener ? WienerFilters.RADIUS : 0);
  }

  /**
   * Estimates both maps of a low-resolution picture.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1], H and W multiples of {@link #multiple}
   * @return sigma in high-resolution pixels (N, 1, H, W), may be slightly negative; and class
   *     scores (N, K, H, W)
   */
  public Tensor[] estimate(Tensor lowResolution) {
    return estimator.forward(lowResolution);
  }

  /**
   * Enlarges a picture with given maps.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param sigma in high-resolution pixels, (N, 1, H, W); null if {@code prior} is NONE
   * @param classes probabilities of the classes, (N, K, H, W); null unless {@code prior} is
   *     BLUR_AND_CLASSES
   * @return (N, 3, H * scale, W * scale), nominally in [0, 1]
   */
  public Tensor restore(Tensor lowResolution, @Nullable Tensor sigma, @Nullable Tensor classes) {
    return Scope.returning(
        () -> {
          Tensor blur = sigma == null ? null : sigma.div(new Scalar(SIGMA_UNIT));
          return restorer.forward(lowResolution, blur, classes);
        });
  }
}
