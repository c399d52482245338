package dev.clearer.train;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import dev.clearer.image.OutputFile;
import dev.clearer.net.Models;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a training run: {@code config.yml} (the resolved experiment), {@code
 * step-NUMBER.safetensors} (the last checkpoints), {@code best.safetensors} (the best one in
 * validation), {@code model.safetensors} (the averaged weights of a finished run) and the logs.
 */
final class RunFolder {
  private static final String CONFIG = "config.yml";
  private static final String MODEL = "model.safetensors";
  private static final String BEST = "best.safetensors";
  private static final String STEP = "step-";
  private static final String ENDING = ".safetensors";

  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Checks that {@code folder} has no run.
   *
   * @throws InputException if it has one
   */
  static void requireFree(Path folder) {
    if (Files.exists(folder.resolve(CONFIG))) {
      throw new InputException(
          "%s already has a run: continue it with --resume %s, or name another folder with --run."
              .formatted(folder, folder));
    }
  }

  /**
   * Creates the folder of a new run.
   *
   * @throws InputException if it cannot be created
   */
  static void create(Path folder, Experiment experiment) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InputException(
          "The folder %s cannot be created: name another.".formatted(folder), e);
    }
    of(folder).write(experiment);
  }

  /** Replaces the run's experiment. */
  void write(Experiment experiment) {
    OutputFile.write(
        folder.resolve(CONFIG), Configuration.write(experiment).getBytes(StandardCharsets.UTF_8));
  }

  /** The folder, without checks. */
  static RunFolder of(Path folder) {
    return new RunFolder(folder);
  }

  /**
   * The experiment of the run with changes.
   *
   * @throws InputException if there is no run, or the changes are invalid
   */
  Experiment experiment(Overrides changes) {
    Path own = folder.resolve(CONFIG);
    if (!Files.exists(own)) {
      throw new InputException(
          "%s has no run to resume: name a folder with a config.yml.".formatted(folder));
    }
    return changes.of(own);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  Path folder() {
    return folder;
  }

  /** The newest checkpoint; null if there is none. */
  @Nullable Path newest() {
    List<Path> all = checkpoints();
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  /**
   * Deletes the checkpoints after {@code step}.
   *
   * @return the newest remaining checkpoint; null if there is none
   */
  @Nullable Path dropAfter(long step) {
    delete(checkpoints().stream().filter(file -> file.compareTo(checkpoint(step)) > 0).toList());
    return newest();
  }

  /** The file of the checkpoint of {@code step}. */
  Path checkpoint(long step) {
    return folder.resolve("%s%08d%s".formatted(STEP, step, ENDING));
  }

  Path best() {
    return folder.resolve(BEST);
  }

  Path model() {
    return folder.resolve(MODEL);
  }

  /** Deletes all checkpoints but the last {@code keep}. */
  void prune(int keep) {
    List<Path> all = checkpoints();
    delete(all.subList(0, Math.max(0, all.size() - keep)));
  }

  private static void delete(List<Path> files) {
    for (Path file : files) {
      try {
        Files.delete(file);
      } catch (IOException e) {
        throw new InputException(file + " cannot be deleted: fix the folder's permissions.", e);
      }
    }
  }

  /** All checkpoints from old to new. */
  private List<Path> checkpoints() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(STEP + "\\d+" + ENDING))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: name the folder of a run.", e);
    }
  }

  /**
   * The weights of a model or another run.
   *
   * @param initial a model's name, a file of weights, a checkpoint (its averaged weights), or the
   *     folder of a finished run
   * @throws InputException if they cannot be found
   */
  static Weights weights(String initial) {
    Path path = Path.of(initial);
    if (!Files.isDirectory(path)) {
      return Models.averaged(Models.read(initial));
    }
    Path model = path.resolve(MODEL);
    if (!Files.exists(model)) {
      throw new InputException(
          "%s is not the folder of a finished run: finish it with --resume, or name a checkpoint."
              .formatted(path));
    }
    return Weights.read(model);
  }
}
