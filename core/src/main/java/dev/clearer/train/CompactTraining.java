package dev.clearer.train;

import dev.clearer.data.Batch;
import dev.clearer.data.Sample;
import dev.clearer.data.SampleStream;
import dev.clearer.net.Compact;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains {@link Compact}, estimator and restorer together, from samples degraded on the fly. Half
 * of the samples are restored by their true blur map and half by the estimated one: the restorer
 * must believe a map, and live with a wrong one; the estimator learns from the truth, and from what
 * its map makes of the picture.
 */
public final class CompactTraining {
  private final Settings settings;
  private final Compact network;
  private final Map<String, Tensor> parameters;
  private final Adam adam;
  private final Compact averaged;
  private final Map<String, Tensor> averages;
  private long step;

  /**
   * How to train.
   *
   * @param steps in all
   * @param warmUp steps of rising learning rate
   * @param learningRate at its highest; falls to 0 along a cosine
   * @param blurWeight of the mean absolute error of sigma in pixels
   * @param semanticWeight of the cross entropy of the classes
   * @param pictureLoss between restored and sharp picture: l1, or l2 (which PSNR measures) times
   *     its {@code 1 / L2_UNIT}
   * @param averaging share of the average of the weights that a step keeps; the average is what is
   *     measured and used
   * @param seed of weights and draws
   */
  public record Settings(
      long steps,
      long warmUp,
      double learningRate,
      double blurWeight,
      double semanticWeight,
      PictureLoss pictureLoss,
      double averaging,
      long seed) {
    /** The learning rate of {@code step}, from 0. */
    double rate(long step) {
      double rise = Math.min(1, (step + 1) / (double) warmUp);
      return learningRate * rise * 0.5 * (1 + Math.cos(Math.PI * step / steps));
    }
  }

  /** How a restored picture is compared with the sharp one. */
  public enum PictureLoss {
    /** Mean absolute difference. */
    L1,
    /** Mean squared difference, times {@link #L2_UNIT} to be about as large. */
    L2
  }

  /** At a root mean square error of 1 / 15 the two losses pull equally. */
  private static final double L2_UNIT = 7.5;

  /** The three losses, unweighted, as means over steps. */
  public record Means(double picture, double blur, double semantics) {
    Means plus(Means other) {
      return new Means(picture + other.picture, blur + other.blur, semantics + other.semantics);
    }

    Means times(double factor) {
      return new Means(picture * factor, blur * factor, semantics * factor);
    }
  }

  /** A fresh network of the given sizes; build it outside any {@link Scope}. */
  public CompactTraining(Compact.Config sizes, Settings settings) {
    torch.manual_seed(settings.seed());
    this.settings = settings;
    network = new Compact(sizes);
    parameters = named(network.named_parameters());
    adam = new Adam(parameters, 0.9, 0.99);
    averaged = new Compact(sizes);
    averages = named(averaged.named_parameters());
    average(0);
  }

  private static Map<String, Tensor> named(StringTensorDict dictionary) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (long i = 0; i < dictionary.size(); i++) {
      // A handle of its own: the dictionary's belongs to the dictionary and dies with it.
      named.put(dictionary.get(i).key().getString(), new Tensor(dictionary.get(i).value()));
    }
    return named;
  }

  /** The network as it is now. */
  public Compact network() {
    return network;
  }

  /** The average of the network over its last steps. */
  public Compact averaged() {
    return averaged;
  }

  /** Begins with the weights of a model instead of random ones. */
  public void start(Weights weights) {
    weights.apply(network);
    average(0);
  }

  private void average(double keep) {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            Scalar weight = new Scalar(1 - keep);
            averages.forEach((name, mean) -> mean.lerp_(parameters.get(name), weight));
          }
        });
  }

  /** How many steps are done. */
  public long step() {
    return step;
  }

  /** Goes on from a checkpoint as if the run had never stopped. */
  public void resume(Path checkpoint) {
    step = Checkpoint.read(checkpoint, network, state());
  }

  /** Writes all that {@link #resume} needs. */
  public void save(Path checkpoint) {
    Checkpoint.write(checkpoint, step, network, state());
  }

  private Map<String, Tensor> state() {
    Map<String, Tensor> state = adam.state();
    averages.forEach((name, mean) -> state.put("average." + name, mean));
    return state;
  }

  /** Trains {@code count} steps, or fewer to the end of the run; mean losses. */
  public Means train(SampleStream samples, long count) throws InterruptedException {
    Means sum = new Means(0, 0, 0);
    long end = Math.min(settings.steps(), step + count);
    long first = step;
    while (step < end) {
      sum = sum.plus(trainStep(samples.next()));
    }
    return sum.times(1.0 / Math.max(1, end - first));
  }

  private Means trainStep(List<Sample> samples) {
    SplittableRandom random = new SplittableRandom(settings.seed() + ~step);
    double[] losses = new double[3];
    adam.clearGradients();
    Scope.run(
        () -> {
          Batch batch = Batch.of(samples).turned(random.nextInt(8));
          Tensor[] terms = new Tensor[3];
          Precision.auto().run(() -> losses(batch, mask(samples.size(), random), terms));
          terms[0]
              .add(terms[1].mul(new Scalar(settings.blurWeight())))
              .add(terms[2].mul(new Scalar(settings.semanticWeight())))
              .backward();
          for (int i = 0; i < 3; i++) {
            losses[i] = terms[i].item_double();
          }
          double norm =
              torch.clip_grad_norm_(
                  new TensorVector(parameters.values().toArray(Tensor[]::new)), 1.0);
          if (Double.isFinite(norm)) {
            adam.step(step + 1, settings.rate(step));
            average(Math.min(settings.averaging(), (1.0 + step) / (10 + step)));
          }
        });
    step++;
    return new Means(losses[0], losses[1], losses[2]);
  }

  /** 1 for the samples that are told their true blur, 0 for the others: (N, 1, 1, 1). */
  private static float[] mask(int count, SplittableRandom random) {
    float[] mask = new float[count];
    for (int i = 0; i < count; i++) {
      mask[i] = random.nextInt(2);
    }
    return mask;
  }

  private Tensor pictureLoss(Tensor picture, Tensor sharp) {
    return switch (settings.pictureLoss()) {
      case L1 -> Losses.l1(picture, sharp);
      case L2 -> torch.mse_loss(picture, sharp).mul(new Scalar(L2_UNIT));
    };
  }

  private void losses(Batch batch, float[] told, Tensor[] terms) {
    Tensor[] maps = network.estimate(batch.lowResolution());
    Tensor mask = Tensors.of(told, told.length, 1, 1, 1);
    Tensor sigma = maps[0].add(batch.blur().sub(maps[0]).mul(mask));
    Tensor picture = network.restore(batch.lowResolution(), sigma, maps[1]);
    terms[0] = pictureLoss(picture, batch.sharp());
    terms[1] = Losses.l1(maps[0], batch.blur());
    terms[2] = Losses.crossEntropy(maps[1], batch.labels());
  }
}
