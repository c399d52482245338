package dev.clearer.train;

import dev.clearer.data.Batch;
import dev.clearer.data.Sample;
import dev.clearer.image.LabelMap;
import dev.clearer.net.BlindSr;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** Stage 3: the restorer, told what the frozen estimator estimates. */
final class BlindStage implements Stage {
  private static final String ESTIMATOR = "cmos.";

  private final Settings settings;
  private final BlindSr network;

  /**
   * Stage 3 as an experiment describes it.
   *
   * @param network the sizes
   * @param estimator the folder of a finished run of stage 1, or a file of its weights
   * @param restorer the folder of a finished run of stage 2, or a file of its weights
   */
  public record Settings(BlindSr.Config network, String estimator, String restorer)
      implements StageSettings {
    @Override
    public Stage build() {
      return new BlindStage(this);
    }

    @Override
    public int scale() {
      return BlindSr.SCALE;
    }

    @Override
    public int classes() {
      return network.cmos().classes();
    }
  }

  private BlindStage(Settings settings) {
    this.settings = settings;
    network = new BlindSr(settings.network);
  }

  @Override
  public Module network() {
    return network;
  }

  @Override
  public Map<String, Tensor> trained() {
    return NetworkState.parametersBut(network, ESTIMATOR);
  }

  @Override
  public void train() {
    network.trainRestorer();
  }

  @Override
  public List<String> initialise() {
    Weights estimator = RunFolder.weights(settings.estimator);
    Weights restorer = RunFolder.weights(settings.restorer);
    estimator.renamed(name -> ESTIMATOR + name).and(restorer).apply(network);
    return List.of(
        "estimator: %d tensors of %s, frozen"
            .formatted(estimator.names().size(), settings.estimator),
        "restorer: %d tensors of %s".formatted(restorer.names().size(), settings.restorer));
  }

  @Override
  public List<Term> losses(Batch batch, SplittableRandom random) {
    Tensor picture = network.forward(batch.lowResolution()).picture();
    return List.of(new Term("picture", 1, Losses.l1(picture, batch.sharp())));
  }

  @Override
  public Estimate estimate(Sample sample, Machine machine) {
    return Evaluation.of(
        sample,
        machine,
        batch -> {
          BlindSr.Result result = network.forward(batch.lowResolution());
          return new Estimate(
              Tensors.image(result.picture()), Tensors.blurMap(result.blur()), classes(result));
        });
  }

  private static LabelMap classes(BlindSr.Result result) {
    float[] indices = Tensors.values(result.classes());
    byte[] classes = new byte[indices.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (byte) indices[i];
    }
    return new LabelMap((int) result.classes().size(3), (int) result.classes().size(2), classes);
  }
}
