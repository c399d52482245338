package dev.clearer.train;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import dev.clearer.data.Batch;
import dev.clearer.data.Sample;
import dev.clearer.data.SampleStream;
import dev.clearer.group.LostProcessException;
import dev.clearer.group.Peers;
import dev.clearer.group.ProcessGroup;
import dev.clearer.image.MapKind;
import dev.clearer.tensor.Compute;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import dev.clearer.train.Checkpoint.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Trains any {@link Stage} in a folder of its own: one loop, from the first step to the last. */
public final class Trainer {
  private final Experiment experiment;
  private final TrainingSettings settings;
  private final RunFolder folder;
  private final Consumer<String> lines;
  private final Compute compute;
  private final Stage live;
  private final Stage averaged;
  private final Map<String, Tensor> trained;
  private final Adam adam;
  private final Average average;
  private final RunningStatistics statistics;
  private final ProcessGroup processes;
  private final AtomicBoolean stop = new AtomicBoolean();
  private Position position = Position.START;
  private long saved;

  private Trainer(RunFolder folder, RunSetup beginning, Consumer<String> lines) {
    this.folder = folder;
    this.lines = lines;
    experiment = beginning.experiment();
    settings = experiment.training();
    compute = beginning.compute();
    processes = beginning.processes();
    synchronized (Trainer.class) { // libtorch's random numbers are the whole process's
      torch.manual_seed(settings.seed());
      live = new Stage(experiment.stage());
      averaged = new Stage(experiment.stage());
    }
    compute.move(live.module());
    compute.move(averaged.module());
    averaged.module().eval();
    int size = experiment.sampling().batch() / processes.size() / settings.parts();
    live.requireFitting(experiment.data().crop().width(), experiment.data().crop().height(), size);
    trained = live.trained();
    adam = new Adam(trained, settings.optimizer().beta1(), settings.optimizer().beta2());
    average = new Average(live.module(), averaged.module(), settings.average());
    statistics = new RunningStatistics(live.module());
  }

  /**
   * A new run of {@code experiment} in {@code folder}; make it outside any {@link Scope}.
   *
   * @param workers with whom it trains; the folder is rank 0's
   * @param lines told what happens, a line each
   * @throws InputException if the folder is taken, pictures or weights are missing or do not fit,
   *     or the workers do not agree
   * @throws LostProcessException if another process is lost or fails
   */
  public static Trainer start(
      Experiment experiment, Path folder, Peers workers, Consumer<String> lines) {
    experiment.requireShares(workers.size());
    RunSetup beginning =
        RunSetup.first(
            () -> {
              if (workers.rank() == 0) {
                RunFolder.requireFree(folder);
              }
              experiment.stage().scales().forEach(experiment.data()::sources);
              return experiment;
            },
            workers,
            lines);
    return of(
        RunFolder.of(folder),
        beginning,
        lines,
        trainer -> {
          trainer.initialise();
          RunFolder.create(folder, experiment);
        });
  }

  /** {@link #start(Experiment, Path, Peers, Consumer)} in one process. */
  public static Trainer start(Experiment experiment, Path folder, Consumer<String> lines) {
    return start(experiment, folder, Peers.ALONE, lines);
  }

  /**
   * The run in {@code folder}, to go on from its newest checkpoint: as if it had never stopped,
   * where nothing is changed.
   *
   * @param changes rank 0's; once the checkpoint has proved to fit, the run's {@code config.yml}
   *     has them
   * @param workers with whom it trains, as many as before or not; the folder is rank 0's
   * @param lines told what happens, a line each
   * @throws InputException if there is no run, its checkpoint is damaged or of other sizes, or the
   *     workers do not agree
   * @throws LostProcessException if another process is lost or fails
   */
  public static Trainer resume(
      Path folder, Overrides changes, Peers workers, Consumer<String> lines) {
    RunFolder run = RunFolder.of(folder);
    return of(
        run,
        RunSetup.again(run, changes, workers, lines),
        lines,
        trainer -> {
          trainer.takeUp();
          if (!changes.isEmpty()) {
            run.write(trainer.experiment);
          }
        });
  }

  /** Unchanged, in one process. */
  public static Trainer resume(Path folder, Consumer<String> lines) {
    return resume(folder, Overrides.NONE, Peers.ALONE, lines);
  }

  /** The trainer, all of whose processes have what {@code preparation} does in rank 0. */
  private static Trainer of(
      RunFolder folder, RunSetup beginning, Consumer<String> lines, Consumer<Trainer> preparation) {
    try {
      Trainer trainer = new Trainer(folder, beginning, lines);
      if (trainer.processes.isFirst()) {
        preparation.accept(trainer);
      }
      trainer.share();
      return trainer;
    } catch (RuntimeException | Error e) {
      beginning.processes().leave(e);
      throw e;
    }
  }

  private void initialise() {
    live.initialise().forEach(lines);
    average.reset();
  }

  private void takeUp() {
    Path checkpoint = folder.newest();
    if (checkpoint == null) {
      initialise();
    } else {
      position = Checkpoint.read(checkpoint, live, averaged, adam.state());
      saved = step();
      lines.accept("resumed at step " + step());
    }
  }

  private void share() {
    processes.broadcast(NetworkState.all(live.module()).values());
    processes.broadcast(NetworkState.all(averaged.module()).values());
    processes.broadcast(adam.state().values());
    position = Position.of(processes.broadcast(position.numbers()));
  }

  /** Asks a running {@link #run}, of any process, from another thread to save and return soon. */
  public void stop() {
    stop.set(true);
  }

  /**
   * That another process is lost or has failed, as soon as it is known: {@link #run} throws it at
   * the end of its step. From any thread; null as long as nobody knows of any.
   */
  public @Nullable LostProcessException lost() {
    String lost = processes.lost();
    return lost == null ? null : atStep(new LostProcessException(lost));
  }

  /** How many steps are done. */
  public long step() {
    return position.step();
  }

  /** Which step the run would go on from: not the last one while steps are being skipped. */
  public long saved() {
    return saved;
  }

  /**
   * Trains to the end, or until {@link #stop}; once, since it leaves the other processes.
   *
   * @return whether the end was reached
   * @throws InputException if pictures cannot be read, or losses stay not finite: the last
   *     checkpoint stands
   * @throws LostProcessException if another process is lost or fails: the last checkpoint stands
   */
  public boolean run() throws InterruptedException {
    try {
      if (processes.isFirst()) {
        lead();
      } else {
        follow();
      }
      processes.any(false); // nobody leaves before all is written
      processes.leave(null);
      return step() == settings.steps();
    } catch (LostProcessException e) {
      processes.leave(e);
      throw atStep(e);
    } catch (RuntimeException | Error | InterruptedException e) {
      processes.leave(e);
      throw e;
    }
  }

  private LostProcessException atStep(LostProcessException lost) {
    return new LostProcessException(
        "%s, at step %d: the last checkpoint stands; go on with --resume %s in all processes."
            .formatted(lost.getMessage(), step(), folder.folder()),
        lost);
  }

  /** Trains, tells, measures and saves. */
  private void lead() throws InterruptedException {
    Experiment.Output output = experiment.output();
    Validation validation = experiment.validation(compute, live.classes());
    try (SampleStream samples = experiment.samples(step(), processes);
        RunLog log = RunLog.open(folder, experiment, step(), lines)) {
      boolean stopping = processes.any(stop.get());
      boolean unproven = false;
      validateIfDue(validation, log); // a stop may have come before
      while (step() < settings.steps() && !stopping) {
        long started = System.nanoTime();
        log.add(step(samples.next(), started), position);
        requirePatience();
        if (unproven && position.skipped() == 0) {
          folder.prune(output.keep());
          unproven = false;
        }
        boolean last = step() == settings.steps();
        if (last || stop.get() || step() % output.reportEvery() == 0) {
          log.report(step());
        }
        validateIfDue(validation, log);
        stopping = processes.any(stop.get());
        boolean due = stopping || step() % output.saveEvery() == 0;
        if (last || (due && position.skipped() == 0)) {
          save(folder.checkpoint(step()));
          saved = step();
          unproven = true;
        }
      }
    }
    if (step() == settings.steps()) {
      folder.prune(output.keep());
      Weights.of(averaged.module()).withMetadata(description()).write(folder.model());
    }
  }

  /** Takes the same steps as {@link #lead}. */
  private void follow() throws InterruptedException {
    try (SampleStream samples = experiment.samples(step(), processes)) {
      boolean stopping = processes.any(stop.get());
      while (step() < settings.steps() && !stopping) {
        step(samples.next(), System.nanoTime());
        requirePatience();
        stopping = processes.any(stop.get());
      }
    }
  }

  /** One step: from samples to moved weights. */
  private Step step(List<Sample> samples, long started) {
    SplittableRandom random = new SplittableRandom(settings.seed() + ~step());
    int symmetry = settings.turns().draw(random);
    double rate = settings.schedule().rateAt(step());
    Step.Sum sum = new Step.Sum();
    live.train();
    statistics.remember();
    adam.clearGradients();
    live.skip(processes.rank() * samples.size(), random);
    Scope.run(() -> learn(parts(samples, symmetry), random, sum));
    averageGradients();
    statistics.average(processes);
    sum.average(processes);
    double norm = clipGradients();
    boolean finite = sum.isFinite() && Double.isFinite(norm);
    if (finite) {
      adam.step(position.updates() + 1, rate);
      average.follow(position.updates());
    } else {
      statistics.restore();
    }
    position = position.after(finite);
    return sum.step(norm, rate, !finite, (System.nanoTime() - started) / 1e9);
  }

  private List<Batch> parts(List<Sample> samples, int symmetry) {
    List<Batch> parts = new ArrayList<>();
    int size = samples.size() / settings.parts();
    for (int first = 0; first < samples.size(); first += size) {
      parts.add(live.batch(samples.subList(first, first + size)).turned(symmetry));
    }
    return parts;
  }

  /** Adds up the gradients of all parts of the step's batch. */
  private void learn(List<Batch> parts, SplittableRandom random, Step.Sum sum) {
    double[] labelled = labelled(parts);
    for (int part = 0; part < parts.size(); part++) {
      Batch batch = parts.get(part);
      double share = 1.0 / parts.size();
      double labelledShare = share * labelled[part];
      Scope.run(() -> learn(batch, random, term -> term.labelled() ? labelledShare : share, sum));
    }
  }

  /** How many labelled pixels every part has, in relation to the mean of all processes' parts. */
  private double[] labelled(List<Batch> parts) {
    int classes = live.classes();
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
    compute.run(() -> terms.addAll(live.losses(here, random)));
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

  private void requirePatience() {
    if (position.skipped() >= settings.patience()) {
      throw new InputException(
          ("Losses or gradients were not finite in %d steps in a row, up to step %d: lower the rate"
                  + " or training.clip by --set. %s")
              .formatted(position.skipped(), step(), processes.isFirst() ? lastGood() : ""));
    }
  }

  /** What rank 0 tells of the last checkpoint after which a step was finite. */
  private String lastGood() {
    long proven = step() - position.skipped() - 1;
    Path good = folder.dropAfter(proven);
    return good == null
        ? "There is no good checkpoint: --resume %s begins anew.".formatted(folder.folder())
        : "The last good checkpoint is %s: go on with --resume %s."
            .formatted(good, folder.folder());
  }

  private void validateIfDue(Validation validation, RunLog log) {
    boolean last = step() == settings.steps();
    boolean due = last || step() % experiment.output().validateEvery() == 0;
    if (due && position.validated() < step() && !validation.isEmpty()) {
      validate(validation, log);
    }
  }

  private void validate(Validation validation, RunLog log) {
    Validation.Outcome outcome =
        validation.run(averaged, experiment.output().examples(), this::stopsValidation);
    if (stop.get()) {
      return; // a part of the pictures would be a wrong mean
    }
    double score = averaged.score(outcome.mean());
    boolean best = score > position.best();
    position = position.scored(score);
    if (best) {
      save(folder.best());
    }
    log.validated(step(), outcome, score, best);
  }

  private boolean stopsValidation() {
    processes.requireAll();
    return stop.get();
  }

  private void save(Path file) {
    Checkpoint.write(file, position, description(), live, averaged, adam.state());
  }

  /** What weight files say of themselves, so that nothing else is needed to use them. */
  private Map<String, String> description() {
    Map<String, String> description = new TreeMap<>(experiment.stage().description().metadata());
    description.put("experiment", Configuration.write(experiment));
    return description;
  }
}
