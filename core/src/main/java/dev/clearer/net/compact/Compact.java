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
 * The compact blind super-resolution network: what CMOS and RRDB-SFT do together, in plain
 * convolutions at low-resolution size that a CPU runs in a fraction of a second. An estimator finds
 * blur and semantics, attending to each other (GIA); a restorer enlarges the picture told by both.
 * Its receptive field is finite, so pictures of any size can be done in tiles without a seam.
 */
public final class Compact extends Module {
  /** The restorer is told sigma in units of this many high-resolution pixels. */
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

  /** A network with fresh weights; build it outside any {@link Scope}. */
  public Compact(CompactConfig config) {
    this.config = config;
    estimator = register_module("estimator", new CompactEstimator(config));
    restorer = register_module("restorer", new CompactRestorer(config));
  }

  /** The sizes it was built with. */
  public CompactConfig config() {
    return config;
  }

  /**
   * Begins with the weights of a network of fewer blocks, without the wider context or with a
   * bicubic base: what they lack adds nothing to its input at first, so that the network computes
   * what the smaller one did (but for the base, which is its own).
   *
   * @throws dev.clearer.InputException if the weights differ from this network in anything else;
   *     some may have been taken then
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

  /** Lays the weights out as a CPU convolves fastest when the input is channels-last too. */
  public void channelsLast() {
    TensorVector parameters = parameters();
    for (long i = 0; i < parameters.size(); i++) {
      Tensor parameter = parameters.get(i);
      if (parameter.dim() == 4) {
        parameter.set_data(Tensors.channelsLast(parameter));
      }
    }
  }

  /** Sides of input must be multiples of this: the windows' side in low-resolution pixels. */
  public int multiple() {
    return 2 * config.estimator().window();
  }

  /**
   * About how many low-resolution pixels away {@link #estimate} looks: 24, and two convolutions a
   * block at a quarter or an eighth of the size.
   */
  public int estimatorReach() {
    CompactConfig.Estimator sizes = config.estimator();
    return 24 + 8 * sizes.blocks() + 16 * sizes.contextBlocks();
  }

  /**
   * How many low-resolution pixels away {@link #restore} looks: two convolutions a block, four
   * more, and what its base looks at.
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
   * @param sigma in high-resolution pixels, (N, 1, H, W); null where {@code prior} is NONE
   * @param classes probabilities of the classes, (N, K, H, W); null where {@code prior} is not
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
