package dev.clearer.train;

import dev.clearer.data.Batch;
import dev.clearer.data.Sample;
import dev.clearer.group.ProcessGroup;
import dev.clearer.image.MapKind;
import dev.clearer.tensor.Compute;
import dev.clearer.tensor.Scope;
import dev.clearer.train.Checkpoint.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Computes the training steps of a stage: losses, gradients, weights and their average. */
final class StepRunner {
  private final TrainingSettings settings;
  private final Compute compute;
  private final ProcessGroup processes;
  private final Stage stage;
  private final Map<String, Tensor> trained;
  private final Adam adam;
  private final Average average;
  private final RunningStatistics statistics;

  /**
   * Prepares the steps of {@code stage}; create it outside any {@link Scope}.
   *
   * @param averaged the stage that receives the averaged weights
   */
  StepRunner(
      TrainingSettings settings,
      Compute compute,
      ProcessGroup processes,
      Stage stage,
      Stage averaged) {
    this.settings = settings;
    this.compute = compute;
    this.processes = processes;
    this.stage = stage;
    trained = stage.trained();
    adam = new Adam(trained, settings.optimizer().beta1(), settings.optimizer().beta2());
    average = new Average(stage.module(), averaged.module(), settings.average());
    statistics = new RunningStatistics(stage.module());
  }

  /** The optimizer's moments by name: shared, not copied. */
  Map<String, Tensor> optimizerState() {
    return adam.state();
  }

  /** Makes the averaged weights equal to the current ones. */
  void resetAverage() {
    average.reset();
  }

  /**
   * Computes one step. The weights do not change if losses or gradients are not finite.
   *
   * @param samples this process's part of the step's samples
   * @param position of the run before the step
   * @param started {@link System#nanoTime} when the step began, waiting for samples included
   */
  Step run(List<Sample> samples, Position position, long started) {
    SplittableRandom random = new SplittableRandom(settings.seed() + ~position.step());
    int symmetry = settings.turns().draw(random);
    double rate = settings.schedule().rateAt(position.step());
    Step.Sum sum = new Step.Sum();
    stage.train();
    statistics.remember();
    adam.clearGradients();
    stage.skip(processes.rank() * samples.size(), random);
    Scope.run(() -> learn(parts(samples, symmetry), random, sum));
    averageGradients();
    statistics.average(processes);
    sum.average(processes);
    double norm = clipGradients();
    boolean finite = sum.isFinite() && Double.isFinite(norm);
    if (finite) {
      adam.step(position.updates() + 1, rate);
      average.update(position.updates());
    } else {
      statistics.restore();
    }
    return sum.step(norm, rate, !finite, (System.nanoTime() - started) / 1e9);
  }

  private List<Batch> parts(List<Sample> samples, int symmetry) {
    List<Batch> parts = new ArrayList<>();
    int size = samples.size() / settings.parts();
    for (int first = 0; first < samples.size(); first += size) {
      parts.add(stage.batch(samples.subList(first, first + size)).turned(symmetry));
    }
    return parts;
  }

  /** Accumulates the gradients of all parts of the step's batch. */
  private void learn(List<Batch> parts, SplittableRandom random, Step.Sum sum) {
    double[] labelled = labelled(parts);
    for (int part = 0; part < parts.size(); part++) {
      Batch batch = parts.get(part);
      double share = 1.0 / parts.size();
      double labelledShare = share * labelled[part];
      Scope.run(() -> learn(batch, random, term -> term.labelled() ? labelledShare : share, sum));
    }
  }

  /** The number of labelled pixels of each part, relative to the mean over all processes. */
  private double[] labelled(List<Batch> parts) {
    int classes = stage.classes();
    double[] counts =
        parts.stream()
            .mapToDouble(part -> Losses.labelled(part.truth().plane(MapKind.CLASSES), classes))
            .toArray();
    double mean = processes.mean(Arrays.stream(counts).average().orElse(0))[0];
    return Arrays.stream(counts).map(count -> mean == 0 ? 1 : count / mean).toArray();
  }

  private void learn(
      Batch batch, SplittableRandom random, ToDoubleFunction<LossTerm> share, Step.Sum sum) {
    Batch here = batch.to(compute.device());
    List<LossTerm> terms = new ArrayList<>();
    compute.run(() -> terms.addAll(stage.losses(here, random)));
    Tensor total = weighted(terms.get(0), share);
    for (LossTerm term : terms.subList(1, terms.size())) {
      total = total.add(weighted(term, share));
    }
    total.backward();
    terms.forEach(term -> sum.add(term, term.value().item_double(), share.applyAsDouble(term)));
  }

  private static Tensor weighted(LossTerm term, ToDoubleFunction<LossTerm> share) {
    return term.value().mul(new Scalar(term.weight() * share.applyAsDouble(term)));
  }

  private void averageGradients() {
    Scope.run(
        () ->
            processes.average(
                trained.values().stream().map(Tensor::grad).filter(Tensor::defined).toList()));
  }

  /** The norm of all gradients before they are scaled down to at most {@code clip}. */
  private double clipGradients() {
    double[] norm = new double[1];
    double most = settings.clip() > 0 ? settings.clip() : Float.MAX_VALUE;
    Scope.run(
        () ->
            norm[0] =
                torch.clip_grad_norm_(
                    new TensorVector(trained.values().toArray(Tensor[]::new)), most));
    return norm[0];
  }
}
