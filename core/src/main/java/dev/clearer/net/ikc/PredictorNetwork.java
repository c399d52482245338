package dev.clearer.net.ikc;

import static dev.clearer.image.MapKind.BLUR;

import dev.clearer.model.BlurForm;
import dev.clearer.model.Estimator;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Footprint;
import dev.clearer.model.MapSize;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Publication;
import dev.clearer.model.Reach;
import dev.clearer.net.kernel.KernelCoder;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * IKC's {@link Predictor} alone as the estimator of a model: one kernel for the whole picture. The
 * published one learnt on pictures that were reduced four times, and is offered at x4 only.
 */
public final class PredictorNetwork implements Network, Estimator {
  /** IKC's predictor. */
  public static final Family<Predictor.Config> FAMILY =
      Family.of("ikc-predictor", new Predictor.Config(7, 3), PredictorNetwork::new)
          .recognising(PredictorNetwork::looksLike, PredictorNetwork::sizes)
          .with(CodeMatrix.COMPANION)
          .published(
              new Publication(
                  2019,
                  "Gu, Lu, Zuo and Dong: Blind Super-Resolution with Iterative Kernel Correction. CVPR"
                      + " 2019",
                  List.of(4),
                  430_730,
                  5.08));

  private static final String LAST = "ConvNet.10.weight";
  private static final int SCALE = 4;

  /** Measured in float32, rounded up. */
  private static final int BYTES_PER_PIXEL = 1500;

  private final Predictor network;
  private final KernelCoder coder;

  /** A network with random weights; build it outside any scope. */
  public PredictorNetwork(Predictor.Config config) {
    network = new Predictor(config.components());
    coder = CodeMatrix.addTo(network, config.kernelSize(), config.components());
  }

  /** Whether names of {@code weights} are those of {@link Predictor}. */
  public static boolean looksLike(Weights weights) {
    return weights.names().contains(LAST)
        && weights.names().contains("ConvNet.0.weight")
        && !weights.names().contains("ConvNet.12.weight");
  }

  /** The sizes of {@code weights} that look like it. */
  public static Predictor.Config sizes(Weights weights) {
    return new Predictor.Config(
        CodeMatrix.kernelSize(weights), Math.toIntExact(weights.shape(LAST).get(0)));
  }

  @Override
  public Module module() {
    return network;
  }

  @Override
  public Facts facts() {
    return new Facts(
        "ikc-predictor", Set.of(SCALE), Set.of(BLUR), Set.of(), BlurForm.ONE_KERNEL, 0);
  }

  @Override
  public Footprint footprint(int scale) {
    return new Footprint(1, new Reach.Whole(), BYTES_PER_PIXEL, MapSize.INPUT);
  }

  @Override
  public PixelMaps estimate(Tensor lowResolution, int scale) {
    return PixelMaps.returning(() -> coder.maps(network.forward(lowResolution)));
  }
}
