package dev.clearer.train;

import dev.clearer.data.Batch;
import dev.clearer.data.Sample;
import dev.clearer.image.LabelMap;
import dev.clearer.net.RrdbSft;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Stage 2: the restorer, told the true blur and classes. */
final class RestorerStage implements Stage {
  /** What the restorer is told where nobody labelled: near the classes, but none of them. */
  private static final int UNLABELLED = -1;

  private final RrdbSft network;

  /**
   * Stage 2 as an experiment describes it.
   *
   * @param network the sizes
   * @param classes how many classes the maps may name
   */
  public record Settings(RrdbSft.Config network, int classes) implements StageSettings {
    /** Checks the ranges. */
    public Settings {
      if (classes < 1 || classes >= LabelMap.IGNORE) {
        throw new IllegalArgumentException("classes must be 1 to 254");
      }
    }

    @Override
    public Stage build() {
      return new RestorerStage(this);
    }

    @Override
    public int scale() {
      return RrdbSft.SCALE;
    }
  }

  private RestorerStage(Settings settings) {
    network = new RrdbSft(settings.network);
  }

  @Override
  public Module network() {
    return network;
  }

  @Override
  public List<Term> losses(Batch batch, SplittableRandom random) {
    return List.of(new Term("picture", 1, Losses.l1(restore(batch), batch.sharp())));
  }

  private Tensor restore(Batch batch) {
    return Scope.returning(
        () -> {
          Tensor unlabelled = batch.labels().eq(new Scalar(LabelMap.IGNORE));
          Tensor classes =
              batch
                  .labels()
                  .masked_fill(unlabelled, new Scalar(UNLABELLED))
                  .to(batch.blur().scalar_type())
                  .unsqueeze(1);
          return network.forward(batch.lowResolution(), batch.blur(), classes);
        });
  }

  @Override
  public Estimate estimate(Sample sample, Machine machine) {
    return Evaluation.of(
        sample, machine, batch -> new Estimate(Tensors.image(restore(batch)), null, null));
  }
}
