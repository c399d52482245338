package dev.clearer.net;

import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The whole system of the paper: a frozen {@link Cmos} estimates blur and semantics, and {@link
 * RrdbSft} restores with them. Weights of the estimator are called {@code cmos.*}; the restorer's
 * have no prefix, as in the reference.
 */
public final class BlindSr extends RrdbSft {
  /** The sizes of both parts. */
  public record Config(Cmos.Config cmos, RrdbSft.Config restorer) {
    /** The reference for NYUv2: 40 classes, 10 blocks. */
    public static final Config NYUV2 = new Config(Cmos.Config.NYUV2, RrdbSft.Config.REFERENCE);

    /** The reference for Cityscapes: 19 classes, 10 blocks. */
    public static final Config CITYSCAPES =
        new Config(Cmos.Config.CITYSCAPES, RrdbSft.Config.REFERENCE);
  }

  /**
   * What comes out.
   *
   * @param picture (N, 3, 4H, 4W), nominally in [0, 1]
   * @param blur (N, 1, 4H, 4W), sigma in pixels
   * @param classes (N, 1, 4H, 4W), class indices of 64 bit
   */
  public record Result(Tensor picture, Tensor blur, Tensor classes) {}

  private final Cmos cmos;

  /** A system with random weights; build it outside any scope. */
  public BlindSr(Config config) {
    super(config.restorer);
    cmos = register_module("cmos", new Cmos(config.cmos));
  }

  /** The estimator. */
  public Cmos cmos() {
    return cmos;
  }

  /** Sets the restorer to training and the estimator, which is frozen, to evaluation. */
  public void trainRestorer() {
    train(true);
    cmos.eval();
  }

  /** (N, 3, H, W) in [0, 1] to the picture and the maps; no gradient reaches the estimator. */
  public Result forward(Tensor lowResolution) {
    Tensor[] result =
        Scope.returningAll(
            () -> {
              Tensor[] maps = estimate(lowResolution);
              Tensor classes = maps[1].to(lowResolution.scalar_type());
              return new Tensor[] {forward(lowResolution, maps[0], classes), maps[0], maps[1]};
            });
    return new Result(result[0], result[1], result[2]);
  }

  /** Blur and class indices. */
  private Tensor[] estimate(Tensor lowResolution) {
    return Scope.returningAll(
        () -> {
          try (NoGradGuard noGrad = new NoGradGuard()) {
            Cmos.Maps maps = cmos.forward(lowResolution);
            return new Tensor[] {maps.blur(), Ops.argmaxChannel(maps.classes())};
          }
        });
  }
}
