package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.image.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with the files and folders that a user named, decided before any work starts.
 *
 * @param jobs pictures to enlarge, in the order of the inputs
 * @param refusals a sentence for every input that cannot be done
 */
public record UpscalePlan(List<Job> jobs, List<String> refusals) {
  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "gif");

  /** One picture and where its results go; {@code maps} is null if nobody wants the maps. */
  public record Job(Path input, Path picture, @Nullable Maps maps) {
    private Stream<Path> outputs() {
      return maps == null ? Stream.of(picture) : Stream.of(picture, maps.blur(), maps.semantics());
    }
  }

  /** Where the blur map (16 bits, 10 sigma) and the class indices (8 bits) of a picture go. */
  public record Maps(Path blur, Path semantics) {}

  /**
   * Where results go and which ones.
   *
   * @param folder for {@code <stem>.png}; null is beside each input, as {@code <stem>_x<scale>.png}
   * @param scale enlargement, for the names
   * @param maps whether both maps are written too
   */
  public record Naming(@Nullable Path folder, int scale, boolean maps) {
    private Job job(Path input) {
      String stem = stem(input) + (folder == null ? "_x" + scale : "");
      Path picture = beside(input, stem + ".png");
      Maps both =
          new Maps(beside(input, stem + "_blur.png"), beside(input, stem + "_semantics.png"));
      return new Job(input, picture, maps ? both : null);
    }

    private Path beside(Path input, String name) {
      return folder == null ? input.resolveSibling(name) : folder.resolve(name);
    }
  }

  /**
   * Plans the enlargement of {@code inputs}: pictures, or folders whose pictures (not those of
   * folders within) are meant. Inputs that would write to the same file, and those that would
   * overwrite an input, are refused; an input that is named twice counts once.
   *
   * @throws InputException if the output folder is missing or cannot be written to
   */
  public static UpscalePlan of(List<Path> inputs, Naming naming) {
    if (naming.folder() != null) {
      OutputFile.requireWritable(naming.folder().resolve("picture.png"));
    }
    List<String> refusals = new ArrayList<>();
    Map<Path, Path> files = new LinkedHashMap<>();
    for (Path input : inputs) {
      try {
        pictures(input).forEach(file -> files.putIfAbsent(identity(file), file));
      } catch (InputException e) {
        refusals.add(e.getMessage());
      }
    }
    List<Job> wanted = files.values().stream().map(naming::job).toList();
    Map<Path, List<Job>> writers = writers(wanted);
    List<Job> jobs = new ArrayList<>();
    for (Job job : wanted) {
      String fault = fault(job, files, writers);
      if (fault == null) {
        jobs.add(job);
      } else {
        refusals.add(fault);
      }
    }
    return new UpscalePlan(List.copyOf(jobs), List.copyOf(refusals));
  }

  private static Map<Path, List<Job>> writers(List<Job> jobs) {
    Map<Path, List<Job>> writers = new HashMap<>();
    for (Job job : jobs) {
      job.outputs()
          .forEach(o -> writers.computeIfAbsent(identity(o), key -> new ArrayList<>()).add(job));
    }
    return writers;
  }

  private static @Nullable String fault(
      Job job, Map<Path, Path> files, Map<Path, List<Job>> writers) {
    for (Path output : job.outputs().toList()) {
      Path overwritten = files.get(identity(output));
      if (overwritten != null) {
        return "%s is not done: its result %s would overwrite the input %s; choose another --output."
            .formatted(job.input(), output, overwritten);
      }
      Set<Path> rivals = new HashSet<>();
      writers.getOrDefault(identity(output), List.of()).forEach(rival -> rivals.add(rival.input()));
      rivals.remove(job.input());
      if (!rivals.isEmpty()) {
        return "%s is not done: %s would write to %s too; rename one or do them one by one."
            .formatted(job.input(), rivals.iterator().next(), output);
      }
    }
    return null;
  }

  private static List<Path> pictures(Path input) {
    if (!Files.isDirectory(input)) {
      return List.of(input);
    }
    try (Stream<Path> entries = Files.list(input)) {
      List<Path> pictures =
          entries
              .filter(UpscalePlan::looksLikePicture)
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (pictures.isEmpty()) {
        throw new InputException(
            "The folder %s holds no picture (png, jpg, tif, webp, bmp, gif): name another."
                .formatted(input));
      }
      return pictures;
    } catch (IOException e) {
      throw new InputException(
          "The folder %s cannot be read: %s.".formatted(input, e.getMessage()), e);
    }
  }

  private static boolean looksLikePicture(Path file) {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ENDINGS.contains(ending);
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 1 ? name : name.substring(0, dot);
  }

  /** One path for one file, however it is reached, whether it is there yet or not. */
  private static Path identity(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    try {
      if (Files.exists(absolute)) {
        return absolute.toRealPath();
      }
      Path folder = absolute.getParent();
      return folder == null ? absolute : folder.toRealPath().resolve(file.getFileName());
    } catch (IOException e) {
      return absolute;
    }
  }
}
