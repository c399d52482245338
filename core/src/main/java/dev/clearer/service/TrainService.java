package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.config.Configuration;
import dev.clearer.data.Degrader;
import dev.clearer.data.SampleStream;
import dev.clearer.data.Scene;
import dev.clearer.data.ValidationSet;
import dev.clearer.evaluate.Conventions;
import dev.clearer.evaluate.CsvFile;
import dev.clearer.evaluate.Evaluation;
import dev.clearer.evaluate.Method;
import dev.clearer.image.OutputFile;
import dev.clearer.infer.Upscaler;
import dev.clearer.tensor.DataType;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Weights;
import dev.clearer.train.CompactTraining;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Trains a compact model in a folder of its own: {@code config.yml} (the resolved experiment),
 * {@code log.csv}, {@code last.safetensors} (all that going on needs) and, in the end, {@code
 * model.safetensors} (half precision, to upscale with).
 */
public final class TrainService {
  private static final long TILE_MEMORY = 1L << 30;
  private static final String CONFIG = "config.yml";
  private static final String CHECKPOINT = "last.safetensors";
  private static final String HEADER =
      "step,seconds_per_step,loss_picture,loss_blur,loss_semantics\n";

  private final Experiment experiment;
  private final Path run;
  private final Consumer<String> lines;
  private final AtomicBoolean stop = new AtomicBoolean();

  private TrainService(Experiment experiment, Path run, Consumer<String> lines) {
    this.experiment = experiment;
    this.run = run;
    this.lines = lines;
  }

  /**
   * A new run of the experiment in {@code config} after {@code overrides}.
   *
   * @param run a folder that does not exist yet or is empty
   * @param lines told what happens, a line each
   * @throws InputException if the experiment does not fit or the folder is taken
   */
  public static TrainService start(
      Path config, List<String> overrides, Path run, Consumer<String> lines) {
    Experiment experiment = Configuration.read(config, Experiment.class, overrides);
    if (Files.exists(run.resolve(CONFIG))) {
      throw new InputException(
          "%s holds a run already: go on with --resume %s, or name another folder with --run."
              .formatted(run, run));
    }
    try {
      Files.createDirectories(run);
    } catch (IOException e) {
      throw new InputException("The folder %s cannot be made: name another.".formatted(run), e);
    }
    TrainService service = new TrainService(experiment, run, lines);
    service.scenes();
    OutputFile.write(
        run.resolve(CONFIG), Configuration.write(experiment).getBytes(StandardCharsets.UTF_8));
    return service;
  }

  /**
   * The run in {@code run}, to go on from its last checkpoint as if it had never stopped.
   *
   * @throws InputException if there is no run
   */
  public static TrainService resume(Path run, Consumer<String> lines) {
    Path config = run.resolve(CONFIG);
    return new TrainService(Configuration.read(config, Experiment.class, List.of()), run, lines);
  }

  /** Asks a running {@link #train} from another thread to checkpoint and return soon. */
  public void stop() {
    stop.set(true);
  }

  /**
   * Trains to the end, or until {@link #stop}.
   *
   * @return whether the end was reached
   * @throws InputException if the pictures cannot be read
   */
  public boolean train() throws InterruptedException {
    CompactTraining training = new CompactTraining(experiment.network(), experiment.training());
    Path checkpoint = run.resolve(CHECKPOINT);
    String initial = experiment.initial();
    if (!initial.equals(Experiment.NONE)) {
      training.start(Models.read(initial));
    }
    if (Files.exists(checkpoint)) {
      training.resume(checkpoint);
      lines.accept("resumed at step " + training.step());
    }
    try (SampleStream samples = new SampleStream(scenes(), experiment.samples(), training.step())) {
      loop(training, samples, checkpoint);
    }
    if (training.step() < experiment.training().steps()) {
      return false;
    }
    Weights.of(training.averaged())
        .withMetadata(Map.of("experiment", Configuration.write(experiment)))
        .write(run.resolve("model.safetensors"), DataType.F16);
    return true;
  }

  private void loop(CompactTraining training, SampleStream samples, Path checkpoint)
      throws InterruptedException {
    long steps = experiment.training().steps();
    while (training.step() < steps && !stop.get()) {
      long start = System.nanoTime();
      long before = training.step();
      CompactTraining.Means losses = training.train(samples, untilReport(before));
      log(training.step(), (System.nanoTime() - start) / 1e9 / (training.step() - before), losses);
      boolean last = training.step() == steps || stop.get();
      if (last || training.step() % experiment.saveEvery() == 0) {
        training.save(checkpoint);
      }
      if (training.step() % experiment.validateEvery() == 0 || training.step() == steps) {
        validate(training);
      }
    }
  }

  private long untilReport(long step) {
    return experiment.reportEvery() - step % experiment.reportEvery();
  }

  private List<List<Scene>> scenes() {
    return experiment.data().groups().stream().map(group -> Scene.in(folder(group))).toList();
  }

  private Path folder(String name) {
    return Path.of(experiment.data().root()).resolve(name);
  }

  private void validate(CompactTraining training) {
    Upscaler upscaler =
        Upscaler.load(
            Weights.of(training.averaged()),
            new Upscaler.Settings(experiment.network().scale(), Precision.auto(), TILE_MEMORY));
    SampleStream.Settings samples = experiment.samples();
    ValidationSet set =
        new ValidationSet(
            Scene.in(folder(experiment.data().validation())),
            new Degrader(samples.scale(), samples.maximumCircle()));
    Evaluation evaluation =
        new Evaluation(
            set,
            set.groups(),
            experiment.data().validationPictures(),
            List.of(Method.bicubic(), Method.model("model", upscaler)),
            new Conventions(4, (int) Math.round(samples.maximumCircle()), 0));
    evaluation.run(CsvFile.to(null), Progress.NONE);
    for (String line : evaluation.summary()) {
      lines.accept("step %d: %s".formatted(training.step(), line));
    }
  }

  private void log(long step, double seconds, CompactTraining.Means losses) {
    String row =
        String.format(
            Locale.ROOT,
            "%d,%.3f,%.5f,%.4f,%.4f",
            step,
            seconds,
            losses.picture(),
            losses.blur(),
            losses.semantics());
    lines.accept(
        String.format(
            Locale.ROOT,
            "step %d of %d: picture %.5f, blur %.3f px, semantics %.3f (%.2f s a step)",
            step,
            experiment.training().steps(),
            losses.picture(),
            losses.blur(),
            losses.semantics(),
            seconds));
    try {
      Path log = run.resolve("log.csv");
      Files.writeString(
          log,
          (Files.exists(log) ? "" : HEADER) + row + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new InputException(run + " cannot be written to: make room or mend its rights.", e);
    }
  }
}
