package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.originals.Original;
import dev.clearer.originals.Originals;
import dev.clearer.originals.Sharpness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds a dataset of blurred low-resolution pictures and blur maps from originals. */
public final class SynthesizeService {
  private static final int MAX_WARNINGS = 20;

  private final Path output;
  private final Manifest.Parameters parameters;
  private final BuildOptions options;
  private final FinishedPictures finished;

  private SynthesizeService(Path output, Manifest.Parameters parameters, BuildOptions options) {
    this.output = output;
    this.parameters = parameters;
    this.options = options;
    this.finished = FinishedPictures.in(output, parameters);
  }

  /**
   * How to run; this does not change the result.
   *
   * @param jobs number of pictures built in parallel, at least 1
   * @param keepGoing whether pictures that cannot be built are skipped and reported at the end
   */
  public record BuildOptions(int jobs, boolean keepGoing) {
    /** Checks the number of jobs. */
    public BuildOptions {
      if (jobs < 1) {
        throw new InputException("--jobs must be at least 1, not " + jobs + ".");
      }
    }
  }

  /**
   * The result of a run.
   *
   * @param built number of pictures built now
   * @param kept number of pictures that an earlier run finished
   * @param faults a sentence for every picture that could not be built
   * @param warnings sentences about pictures that are out of focus
   */
  public record Report(int built, int kept, List<String> faults, List<String> warnings) {}

  /** An entry, or the reason why there is none. */
  private record Outcome(Manifest.@Nullable Entry entry, String fault) {}

  /**
   * Builds {@code output} from {@code originals}. Pictures of an earlier run with the same
   * parameters are kept if their originals and files are unchanged.
   *
   * @throws InputException if a picture is invalid (unless invalid pictures are skipped), or if the
   *     folder has a set with other parameters; pictures in progress are finished first
   */
  public static Report synthesize(
      Originals originals,
      Path output,
      Manifest.Parameters parameters,
      BuildOptions options,
      Progress progress) {
    List<Original> list = originals.list();
    requireDistinct(list);
    return new SynthesizeService(output, parameters, options).build(list, progress);
  }

  private static void requireDistinct(List<Original> originals) {
    Map<String, Original> known = new HashMap<>();
    for (Original original : originals) {
      Original other = known.putIfAbsent(original.part() + "/" + original.name(), original);
      if (other != null) {
        throw new InputException(
            "%s and %s have the same name without extension: rename one of them."
                .formatted(other.source(), original.source()));
      }
    }
  }

  private Report build(List<Original> originals, Progress progress) {
    List<Manifest.@Nullable Entry> kept =
        Parallel.map(options.jobs(), originals, finished::find, Progress.NONE);
    List<Original> missing = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      if (kept.get(i) == null) {
        missing.add(originals.get(i));
      }
    }
    List<Outcome> built = Parallel.map(options.jobs(), missing, this::outcome, progress);
    Set<String> parts = originals.stream().map(Original::part).collect(Collectors.toSet());
    return report(merged(kept, built), missing.size(), finished.ofOtherParts(parts));
  }

  private Outcome outcome(Original original) {
    try {
      List<Manifest.Input> inputs = FinishedPictures.inputs(original);
      Manifest.Entry entry = new PictureBuilder(output, parameters, original).build(inputs);
      finished.add(entry);
      return new Outcome(entry, "");
    } catch (InputException e) {
      if (!options.keepGoing()) {
        throw e;
      }
      return new Outcome(null, String.valueOf(e.getMessage()));
    }
  }

  /** All outcomes in the order of the originals: those built now replace the nulls. */
  private static List<Outcome> merged(List<Manifest.@Nullable Entry> kept, List<Outcome> built) {
    List<Outcome> all = new ArrayList<>();
    int next = 0;
    for (Manifest.Entry entry : kept) {
      all.add(entry == null ? built.get(next++) : new Outcome(entry, ""));
    }
    return all;
  }

  private Report report(List<Outcome> outcomes, int tried, List<Manifest.Entry> otherParts) {
    List<Manifest.Entry> entries = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome.entry() == null) {
        faults.add(outcome.fault());
      } else {
        entries.add(outcome.entry());
      }
    }
    List<Manifest.Entry> all = new ArrayList<>(entries);
    all.addAll(otherParts);
    all.sort(
        Comparator.comparing(Manifest.Entry::part)); // stable: keeps the order of the originals
    Manifest.write(
        new Manifest(Manifest.VERSION, Program.VERSION, parameters, all),
        output.resolve("manifest.json"));
    return new Report(tried - faults.size(), outcomes.size() - tried, faults, warnings(entries));
  }

  /**
   * Warnings about pictures that are out of focus: one for each of a user's own, and one in total
   * for a published set, whose pictures cannot be replaced.
   */
  private List<String> warnings(List<Manifest.Entry> entries) {
    List<Manifest.Entry> blurry =
        entries.stream().filter(entry -> entry.sharpness() < Sharpness.LEAST).toList();
    boolean own = parameters.kind().equals("rgbd") || parameters.kind().equals("photos");
    int named = own ? Math.min(MAX_WARNINGS, blurry.size()) : 0;
    List<String> warnings =
        new ArrayList<>(blurry.stream().limit(named).map(SynthesizeService::warning).toList());
    if (blurry.size() > named) {
      warnings.add(
          ("%d of %d originals are soft (sharpness below %.2f, see manifest.json): their"
                  + " blur maps contain only the added blur.")
              .formatted(blurry.size(), entries.size(), Sharpness.LEAST));
    }
    return warnings;
  }

  private static String warning(Manifest.Entry entry) {
    return "%s is out of focus (sharpness %.2f): its blur map will be wrong."
        .formatted(entry.source(), entry.sharpness());
  }
}
