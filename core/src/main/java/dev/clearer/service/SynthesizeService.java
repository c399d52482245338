package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.data.Original;
import dev.clearer.data.Originals;
import dev.clearer.data.Sharpness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Builds a dataset of blurred low-resolution pictures and blur maps from an original one. */
public final class SynthesizeService {
  private SynthesizeService() {}

  /**
   * How to go about it; none of this changes a byte of the result.
   *
   * @param jobs pictures built at the same time, at least 1
   * @param keepGoing whether a picture that cannot be built is left out and reported in the end
   */
  public record Manner(int jobs, boolean keepGoing) {
    /** Checks the number of jobs. */
    public Manner {
      if (jobs < 1) {
        throw new InputException("--jobs must be at least 1, not " + jobs + ".");
      }
    }
  }

  /**
   * What was done.
   *
   * @param built pictures built now
   * @param kept pictures that an earlier run had finished
   * @param faults a sentence for every picture that could not be built
   * @param warnings a sentence for every doubtful picture
   */
  public record Report(int built, int kept, List<String> faults, List<String> warnings) {}

  private record Outcome(Manifest.@Nullable Entry entry, boolean kept, List<String> remarks) {}

  /**
   * Builds {@code output} from {@code originals}; pictures that an earlier run with the same
   * parameters finished are kept.
   *
   * @throws InputException if something is wrong with a picture (unless it shall keep going), or if
   *     the folder holds a set of other parameters
   */
  public static Report synthesize(
      Originals originals,
      Path output,
      Manifest.Parameters parameters,
      Manner manner,
      Progress progress) {
    Path finished = Folders.made(output.resolve(".finished"));
    requireSameParameters(output.resolve(".finished/parameters.txt"), parameters);
    List<Original> list = originals.list();
    ExecutorService workers = Executors.newFixedThreadPool(manner.jobs());
    try {
      List<Future<Outcome>> futures = new ArrayList<>();
      for (Original original : list) {
        futures.add(
            workers.submit(
                () -> outcome(output, finished, parameters, original, manner.keepGoing())));
      }
      return collect(futures, output, parameters, progress);
    } finally {
      workers.shutdownNow();
    }
  }

  private static void requireSameParameters(Path file, Manifest.Parameters parameters) {
    if (!Files.exists(file)) {
      Manifest.write(parameters, file);
    } else if (!Manifest.read(file, Manifest.Parameters.class).equals(parameters)) {
      throw new InputException(
          file.resolve("../..").normalize()
              + " was begun with other parameters: name another folder, or delete this one.");
    }
  }

  private static Report collect(
      List<Future<Outcome>> futures,
      Path output,
      Manifest.Parameters parameters,
      Progress progress) {
    List<Manifest.Entry> entries = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    int kept = 0;
    for (int i = 0; i < futures.size(); i++) {
      Outcome outcome = result(futures.get(i));
      if (outcome.entry() == null) {
        faults.addAll(outcome.remarks());
      } else {
        entries.add(outcome.entry());
        warnings.addAll(outcome.remarks());
      }
      kept += outcome.kept() ? 1 : 0;
      progress.report((i + 1.0) / futures.size());
    }
    Manifest.write(new Manifest(1, parameters, entries), output.resolve("manifest.json"));
    return new Report(entries.size() - kept, kept, faults, warnings);
  }

  private static Outcome result(Future<Outcome> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Outcome outcome(
      Path output,
      Path finished,
      Manifest.Parameters parameters,
      Original original,
      boolean keepGoing) {
    try {
      return built(output, finished, parameters, original);
    } catch (InputException e) {
      if (!keepGoing) {
        throw e;
      }
      return new Outcome(null, false, List.of(String.valueOf(e.getMessage())));
    }
  }

  private static Outcome built(
      Path output, Path finished, Manifest.Parameters parameters, Original original) {
    Path note = finished.resolve(original.part() + "-" + original.name() + ".json");
    if (Files.exists(note)) {
      Manifest.Entry entry = Manifest.read(note, Manifest.Entry.class);
      if (entry.source().equals(original.source())
          && entry.files().keySet().stream().allMatch(f -> Files.exists(output.resolve(f)))) {
        return new Outcome(entry, true, List.of());
      }
    }
    PictureBuilder builder = new PictureBuilder(output, parameters, original);
    Manifest.Entry entry = builder.build();
    Manifest.write(entry, note);
    return new Outcome(entry, false, remarks(parameters.kind(), original, builder));
  }

  /** Warns about soft pictures of one's own; published sets are as they are. */
  private static List<String> remarks(String kind, Original original, PictureBuilder builder) {
    if (!kind.equals("rgbd") && !kind.equals("photos")) {
      return List.of();
    }
    double sharpness = Sharpness.of(builder.sharp());
    return sharpness < Sharpness.LEAST
        ? List.of(
            "%s is itself out of focus (sharpness %.2f): its blur map will be wrong."
                .formatted(original.source(), sharpness))
        : List.of();
  }
}
