package dev.clearer.train;

import dev.clearer.data.Batch;
import dev.clearer.data.Sample;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** A network in training: what it learns from a batch, and how well it does. */
public sealed interface Stage permits CmosStage, RestorerStage, BlindStage, CompactStage {
  /** The network, all of which goes into checkpoints. */
  Module network();

  /** Handles to the parameters that move; take them outside any scope. */
  default Map<String, Tensor> trained() {
    return NetworkState.parameters(network());
  }

  /** Sets the network to training. */
  default void train() {
    network().train(true);
  }

  /**
   * Loads what a new run begins with; not called when a run goes on.
   *
   * @return a line for the log about everything that was loaded
   * @throws dev.clearer.InputException if weights are missing or do not fit
   */
  default List<String> initialise() {
    return List.of();
  }

  /** The samples as the losses want them. */
  default Batch batch(List<Sample> samples) {
    return Batch.fine(samples);
  }

  /**
   * The losses of a batch, in the current scope.
   *
   * @param random for what a stage leaves to chance, drawn sample by sample
   */
  List<Term> losses(Batch batch, SplittableRandom random);

  /** Draws what {@link #losses} draws for so many samples, which other processes have. */
  default void skip(int samples, SplittableRandom random) {}

  /** What the network, in evaluation, makes of a whole picture. */
  Estimate estimate(Sample sample, Machine machine);

  /** How good validation says the network is; larger is better. */
  default double score(Score mean) {
    return mean.psnr();
  }
}
