package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.image.MapKind;
import dev.clearer.image.OutputFile;
import dev.clearer.model.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plan for the files and folders that a user named. It is made before any work starts.
 *
 * @param jobs pictures to restore, in the order of the inputs
 * @param refusals inputs that cannot be processed
 * @param skipped files in folders that are not pictures by their names, and broken links
 */
public record UpscalePlan(List<Job> jobs, List<Refusal> refusals, List<Skipped> skipped) {
  /** A file in a folder that is skipped, and the reason. */
  public record Skipped(Path file, SkipReason reason) {}

  /** Why a file in a folder is skipped. */
  public enum SkipReason {
    /** Its extension is not that of a picture. */
    NOT_A_PICTURE,
    /** It is a link to a file that does not exist. */
    BROKEN_LINK,
    /** It is a pipe or a device. */
    NOT_A_FILE
  }

  /** A file or folder that cannot be processed, and a sentence that says why. */
  public record Refusal(Path input, String sentence) {}

  /**
   * One picture and the files of its results.
   *
   * @param input file of the picture
   * @param picture file of the restored picture
   * @param maps files of the requested maps
   */
  public record Job(Path input, Path picture, Map<MapKind, Path> maps) {
    /** Copies the map. */
    public Job {
      maps = Map.copyOf(maps);
    }

    private Stream<Path> outputs() {
      return Stream.concat(Stream.of(picture), maps.values().stream());
    }

    /** Whether all results exist and none is older than the input. */
    public boolean finished() {
      try {
        FileTime changed = Files.getLastModifiedTime(input);
        for (Path output : outputs().toList()) {
          if (Files.getLastModifiedTime(output).compareTo(changed) < 0) {
            return false;
          }
        }
        return true;
      } catch (IOException missing) {
        return false;
      }
    }
  }

  private static final Set<String> WRITABLE = Set.of("png", "jpg", "jpeg", "tif", "tiff", "webp");

  /** Formats of restored pictures; maps are always PNG. */
  public enum Format {
    /** Lossless. */
    PNG("png"),
    /** Lossy, without transparency, 8 bits per channel. */
    JPEG("jpg"),
    /** Lossless. */
    TIFF("tif"),
    /** Lossy or lossless, with transparency, 8 bits per channel. */
    WEBP("webp"),
    /** The format of the input, or PNG if that cannot be written. */
    SAME("png");

    private final String extension;

    Format(String extension) {
      this.extension = extension;
    }

    /** The extension of the result. */
    private String extension(Path input) {
      String name = String.valueOf(input.getFileName()).toLowerCase(Locale.ROOT);
      String own = name.substring(name.lastIndexOf('.') + 1);
      return this == SAME && WRITABLE.contains(own) ? own : extension;
    }
  }

  /**
   * Options of a plan.
   *
   * @param folder for the results; null to write them beside each input
   * @param name of the results; null for {@code {stem}} in a folder, and {@code {stem}_x{scale}}
   *     beside the input
   * @param scale the scale, for the names
   * @param maps maps to write
   * @param format of the pictures
   * @param recursive whether to include subfolders, whose results go to subfolders of the same
   *     names in {@code folder}
   */
  public record Options(
      @Nullable Path folder,
      @Nullable ResultName name,
      int scale,
      Set<MapKind> maps,
      Format format,
      boolean recursive) {
    /** Copies the set. */
    public Options {
      maps = Set.copyOf(maps);
    }

    private Job job(Found found) {
      Path input = found.file();
      ResultName usual = folder == null ? ResultName.BESIDE_INPUT : ResultName.IN_FOLDER;
      String stem = (name == null ? usual : name).of(input, scale);
      Path place = folder == null ? input : folder.resolve(found.within()).resolve("sibling");
      Map<MapKind, Path> files = new EnumMap<>(MapKind.class);
      maps.forEach(
          kind -> files.put(kind, place.resolveSibling(stem + "_" + kind.suffix() + ".png")));
      return new Job(input, place.resolveSibling(stem + "." + format.extension(input)), files);
    }
  }

  /** A picture and its folder, relative to the folder that the user named. */
  private record Found(Path file, Path within) {}

  /**
   * Plans the restoration of {@code inputs}, which are pictures and folders of pictures. A picture
   * in a folder is ignored if its name is that of a result of another picture there, for any scale
   * and format. Inputs that would write to the same file, and those that would overwrite an input,
   * are refused. An input that is named twice is processed once.
   *
   * @throws InputException if the output folder cannot be created or written to
   */
  public static UpscalePlan of(List<Path> inputs, Options options) {
    if (options.folder() != null) {
      OutputFile.requireFolder(options.folder());
    }
    List<Refusal> refusals = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    Map<Path, Found> files = new LinkedHashMap<>();
    for (Path input : inputs) {
      try {
        pictures(input, options, refusals, skipped)
            .forEach(found -> files.putIfAbsent(identity(found.file()), found));
      } catch (InputException e) {
        refusals.add(new Refusal(input, String.valueOf(e.getMessage())));
      }
    }
    List<Job> wanted = files.values().stream().map(options::job).toList();
    Map<Path, List<Job>> writers = writers(wanted);
    List<Job> jobs = new ArrayList<>();
    for (Job job : wanted) {
      String fault = fault(job, files, writers);
      if (fault == null) {
        jobs.add(job);
      } else {
        refusals.add(new Refusal(job.input(), fault));
      }
    }
    return new UpscalePlan(List.copyOf(jobs), List.copyOf(refusals), List.copyOf(skipped));
  }

  /**
   * Checks that {@code file}, which will be written too, is not an input or a result.
   *
   * @throws InputException if it is
   */
  public void requireUnused(Path file) {
    Path wanted = identity(file);
    boolean taken =
        Stream.concat(
                refusals.stream().map(Refusal::input),
                jobs.stream().flatMap(job -> Stream.concat(Stream.of(job.input()), job.outputs())))
            .anyMatch(other -> identity(other).equals(wanted));
    if (taken) {
      throw new InputException(
          "%s is an input or a result. Choose another file for --report.".formatted(file));
    }
  }

  private static List<Found> pictures(
      Path input, Options options, List<Refusal> refusals, List<Skipped> skipped) {
    if (!Files.isDirectory(input)) {
      return List.of(new Found(input, Path.of("")));
    }
    PictureFiles folder = PictureFiles.in(input, options.recursive(), options.folder());
    refusals.addAll(folder.refusals());
    skipped.addAll(folder.skipped());
    List<Found> found =
        folder.found().stream().map(file -> new Found(file, within(input, file))).toList();
    Set<Path> results = new HashSet<>();
    found.forEach(one -> everyResultOf(one, options).forEach(results::add));
    return found.stream().filter(one -> !results.contains(one.file())).toList();
  }

  /** Everything that an earlier run may have written beside a picture. */
  private static Stream<Path> everyResultOf(Found found, Options options) {
    Set<MapKind> all = EnumSet.allOf(MapKind.class);
    Set<ResultName> names = new HashSet<>(Set.of(ResultName.BESIDE_INPUT, ResultName.DEBLURRED));
    if (options.folder() == null && options.name() != null) {
      names.add(options.name());
    }
    return IntStream.rangeClosed(1, Facts.LARGEST_SCALE)
        .boxed()
        .flatMap(
            scale ->
                Arrays.stream(Format.values())
                    .flatMap(
                        format ->
                            names.stream()
                                .map(name -> new Options(null, name, scale, all, format, false))))
        .flatMap(other -> other.job(found).outputs())
        .filter(result -> !result.equals(found.file()));
  }

  private static Path within(Path folder, Path file) {
    Path parent = folder.relativize(file).getParent();
    return parent == null ? Path.of("") : parent;
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
      Job job, Map<Path, Found> files, Map<Path, List<Job>> writers) {
    for (Path output : job.outputs().toList()) {
      Found overwritten = files.get(identity(output));
      if (overwritten != null) {
        return ("%s is not processed: its result %s would overwrite the input %s. Choose another"
                + " --output or --name.")
            .formatted(job.input(), output, overwritten.file());
      }
      Set<Path> others = new HashSet<>();
      writers.getOrDefault(identity(output), List.of()).forEach(other -> others.add(other.input()));
      others.remove(job.input());
      if (!others.isEmpty()) {
        return ("%s is not processed: %s would write to %s too. Use --name '{stem}_{ext}' for"
                + " different names.")
            .formatted(job.input(), others.iterator().next(), output);
      }
    }
    return null;
  }

  /** The canonical path of a file, which may not exist yet. */
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
