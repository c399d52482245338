package dev.clearer.net.ikc;

import static dev.clearer.image.MapKind.BLUR;

import dev.clearer.InputException;
import dev.clearer.model.BlurForm;
import dev.clearer.model.Estimator;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Footprint;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Publication;
import dev.clearer.model.Reach;
import dev.clearer.model.Restorer;
import dev.clearer.net.kernel.KernelCoder;
import dev.clearer.tensor.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * {@link Ikc} as both halves of a model. The estimator is the predictor and six corrections, each
 * of which looks at a restored picture, and draws one conclusion from the whole picture; the
 * restorer makes the seventh picture, so that both together are IKC.
 */
public final class IkcNetwork implements Network, Estimator {
  /** IKC. */
  public static final Family<Ikc.Config> FAMILY =
      Family.of("ikc", new Ikc.Config(4, 1, 7, 3), IkcNetwork::new)
          .recognising(IkcNetwork::looksLike, IkcNetwork::sizes)
          .published(
              new Publication(
                  2019,
                  "Gu, Lu, Zuo and Dong: Blind Super-Resolution with Iterative Kernel Correction. CVPR"
                      + " 2019",
                  List.of(2, 3, 4),
                  5_315_351,
                  817.1));

  private static final String PREDICTOR = "predictor.";
  private static final String RESTORER = "restorer.";
  private static final String CORRECTOR = "corrector.";

  private final Ikc network;
  private final KernelCoder coder;
  private final Sftmd.Config config;

  /** A network with random weights; build it outside any scope. */
  public IkcNetwork(Ikc.Config config) {
    network = new Ikc(config);
    this.config = config.restorer();
    coder = CodeMatrix.addTo(network, config.kernelSize(), config.components());
  }

  /** Whether names of {@code weights} are those of {@link Ikc}. */
  public static boolean looksLike(Weights weights) {
    return weights.has(PREDICTOR) && weights.has(RESTORER) && weights.has(CORRECTOR);
  }

  /** The sizes of {@code weights} that look like it. */
  public static Ikc.Config sizes(Weights weights) {
    int kernelSize = CodeMatrix.kernelSize(weights);
    Sftmd.Config restorer = SftmdNetwork.sizes(weights.under(RESTORER), kernelSize);
    return new Ikc.Config(restorer.scale(), restorer.blocks(), kernelSize, restorer.components());
  }

  @Override
  public Module module() {
    return network;
  }

  @Override
  public Facts facts() {
    return SftmdNetwork.facts("ikc", config).withBlur(BlurForm.ONE_KERNEL);
  }

  @Override
  public boolean estimates(String parameter) {
    return !parameter.startsWith(RESTORER);
  }

  @Override
  public Footprint footprint(int scale) {
    return SftmdNetwork.footprint(config, new Reach.Whole());
  }

  @Override
  public PixelMaps estimate(Tensor lowResolution, int scale) {
    return PixelMaps.returning(() -> coder.maps(network.code(lowResolution)));
  }

  @Override
  public Restorer restorer() {
    return new Restoration();
  }

  /** The restorer alone, which other estimators may tell a code a pixel. */
  private final class Restoration implements Restorer {
    @Override
    public Facts facts() {
      return SftmdNetwork.facts("ikc", config);
    }

    @Override
    public Footprint footprint(int scale) {
      return SftmdNetwork.footprint(config, new Reach.Pixels(SftmdNetwork.OVERLAP, 1));
    }

    @Override
    public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
      return SftmdNetwork.restored(network.restorer(), coder, lowResolution, known);
    }
  }

  /**
   * The losses of {@link IkcTraining}: of the restorer told the true code; or of predictor and
   * corrector beside the frozen restorer, where one step is taken on the mean of the seven
   * corrections' losses (the reference takes a step after each of them). Of a picture whose blur
   * varies, the true code is the mean of all pixels': one code is all that IKC knows.
   */
  @Override
  public Map<String, Tensor> ownLosses(
      Tensor lowResolution, Tensor sharp, PixelMaps truth, boolean estimator, boolean restorer) {
    if (estimator == restorer) {
      throw new InputException(
          "IKC learns in two stages: first with stage.learns RESTORER and told TRUTH, then with learns"
              + " ESTIMATOR and the first stage's weights as initial.");
    }
    IkcTraining training = new IkcTraining(network);
    Tensor codes = coder.meanCodes(truth.plane(BLUR));
    Map<String, Tensor> losses = new LinkedHashMap<>();
    if (restorer) {
      losses.put("picture", training.restoration(lowResolution, codes, sharp));
      return losses;
    }
    List<Tensor> corrections = new ArrayList<>();
    training.correct(
        lowResolution, codes, loss -> losses.put("prediction", loss), corrections::add);
    Tensor sum = corrections.get(0);
    for (Tensor loss : corrections.subList(1, corrections.size())) {
      sum = sum.add(loss);
    }
    losses.put("correction", sum.div(new Scalar((double) corrections.size())));
    return losses;
  }

  /** Takes all weights, or those of a predictor alone, such as the published one. */
  @Override
  public String begin(Weights weights, String source) {
    if (!PredictorNetwork.looksLike(weights)) {
      return Network.super.begin(weights, source);
    }
    weights.without(CodeMatrix.NAME).apply(network.predictor());
    if (weights.names().contains(CodeMatrix.NAME)) {
      weights.applyMatching(network, CodeMatrix.NAME);
    }
    return "begins with the predictor of " + source;
  }
}
