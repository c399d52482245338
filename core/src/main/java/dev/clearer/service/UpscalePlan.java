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
 * What is to be done with the files and folders that a user named, decided before any work starts.
 *
 * @param jobs pictures to enlarge, in the order of the inputs
 * @param refusals what of the inputs cannot be done
 * @param leftOut files of folders that are no pictures by their names, and links to nothing
 */
public record UpscalePlan(List<Job> jobs, List<Refusal> refusals, List<LeftOut> leftOut) {
  /** A file of a folder that is not looked at, and why. */
  public record LeftOut(Path file, Why why) {}

  /** Why a file of a folder is not looked at. */
  public enum Why {
    /** Its name does not end as those of pictures do. */
    NO_PICTURE,
    /** It is a link to something that is not there. */
    BROKEN_LINK,
    /** It is a pipe or a device. */
    NO_FILE
  }

  /** A file or folder that cannot be done, and a sentence that says why. */
  public record Refusal(Path input, String sentence) {}

  /**
   * One picture and where its results go.
   *
   * @param maps files of the maps that are wanted
   */
  public record Job(Path input, Path picture, Map<MapKind, Path> maps) {
    /** Keeps a copy. */
    public Job {
      maps = Map.copyOf(maps);
    }

    private Stream<Path> outputs() {
      return Stream.concat(Stream.of(picture), maps.values().stream());
    }

    /** Whether all results are there and none is older than the input. */
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

  /** Formats of the restored picture; maps are always PNG. */
  public enum Format {
    /** Nothing is lost. */
    PNG("png"),
    /** Small, without transparency, 8 bits a channel. */
    JPEG("jpg"),
    /** Nothing is lost. */
    TIFF("tif"),
    /** Small, with transparency, 8 bits a channel. */
    WEBP("webp"),
    /** The input's, or PNG where that cannot be written. */
    SAME("png");

    private final String ending;

    Format(String ending) {
      this.ending = ending;
    }

    /** The ending of the result's name. */
    private String ending(Path input) {
      String name = String.valueOf(input.getFileName()).toLowerCase(Locale.ROOT);
      String own = name.substring(name.lastIndexOf('.') + 1);
      return this == SAME && WRITABLE.contains(own) ? own : ending;
    }
  }

  /**
   * What is wanted.
   *
   * @param folder for the results; null is beside each input
   * @param name of the results; null is {@code {stem}} in a folder, and else {@code
   *     {stem}_x{scale}}
   * @param scale enlargement, for the names
   * @param maps that are written too
   * @param format of the pictures
   * @param recursive whether a folder stands for the folders within too, whose results go to
   *     folders of the same names within {@code folder}
   */
  public record Wishes(
      @Nullable Path folder,
      @Nullable ResultName name,
      int scale,
      Set<MapKind> maps,
      Format format,
      boolean recursive) {
    /** Keeps a copy. */
    public Wishes {
      maps = Set.copyOf(maps);
    }

    private Job job(Found found) {
      Path input = found.file();
      ResultName usual = folder == null ? ResultName.BESIDE : ResultName.APART;
      String stem = (name == null ? usual : name).of(input, scale);
      Path place = folder == null ? input : folder.resolve(found.within()).resolve("sibling");
      Map<MapKind, Path> files = new EnumMap<>(MapKind.class);
      maps.forEach(
          kind -> files.put(kind, place.resolveSibling(stem + "_" + kind.suffix() + ".png")));
      return new Job(input, place.resolveSibling(stem + "." + format.ending(input)), files);
    }
  }

  /** A picture and the folder that it lies in, relative to the folder that the user named. */
  private record Found(Path file, Path within) {}

  /**
   * Plans the enlargement of {@code inputs}: pictures, or folders whose pictures are meant (but not
   * those that have the name of a result beside another one there, of any scale and format). Inputs
   * that would write to the same file, and those that would overwrite an input, are refused; an
   * input that is named twice counts once.
   *
   * @throws InputException if the output folder can neither be made nor written to
   */
  public static UpscalePlan of(List<Path> inputs, Wishes wishes) {
    if (wishes.folder() != null) {
      OutputFile.requireFolder(wishes.folder());
    }
    List<Refusal> refusals = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    Map<Path, Found> files = new LinkedHashMap<>();
    for (Path input : inputs) {
      try {
        pictures(input, wishes, refusals, leftOut)
            .forEach(found -> files.putIfAbsent(identity(found.file()), found));
      } catch (InputException e) {
        refusals.add(new Refusal(input, String.valueOf(e.getMessage())));
      }
    }
    List<Job> wanted = files.values().stream().map(wishes::job).toList();
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
    return new UpscalePlan(List.copyOf(jobs), List.copyOf(refusals), List.copyOf(leftOut));
  }

  /**
   * Checks that {@code file}, which is to be written too, is none of the inputs or results.
   *
   * @throws InputException if it is
   */
  public void requireApart(Path file) {
    Path wanted = identity(file);
    boolean taken =
        Stream.concat(
                refusals.stream().map(Refusal::input),
                jobs.stream().flatMap(job -> Stream.concat(Stream.of(job.input()), job.outputs())))
            .anyMatch(other -> identity(other).equals(wanted));
    if (taken) {
      throw new InputException(
          "%s is an input or a result: choose another file for --report.".formatted(file));
    }
  }

  private static List<Found> pictures(
      Path input, Wishes wishes, List<Refusal> refusals, List<LeftOut> leftOut) {
    if (!Files.isDirectory(input)) {
      return List.of(new Found(input, Path.of("")));
    }
    PictureFiles folder = PictureFiles.in(input, wishes.recursive(), wishes.folder());
    refusals.addAll(folder.refusals());
    leftOut.addAll(folder.leftOut());
    List<Found> found =
        folder.found().stream().map(file -> new Found(file, within(input, file))).toList();
    Set<Path> results = new HashSet<>();
    found.forEach(one -> everyResultOf(one, wishes).forEach(results::add));
    return found.stream().filter(one -> !results.contains(one.file())).toList();
  }

  /** What any earlier run may have written beside a picture. */
  private static Stream<Path> everyResultOf(Found found, Wishes wishes) {
    Set<MapKind> all = EnumSet.allOf(MapKind.class);
    Set<ResultName> names = new HashSet<>(Set.of(ResultName.BESIDE, ResultName.CLEAR));
    if (wishes.folder() == null && wishes.name() != null) {
      names.add(wishes.name());
    }
    return IntStream.rangeClosed(1, Facts.LARGEST_SCALE)
        .boxed()
        .flatMap(
            scale ->
                Arrays.stream(Format.values())
                    .flatMap(
                        format ->
                            names.stream()
                                .map(name -> new Wishes(null, name, scale, all, format, false))))
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
        return "%s is not done: its result %s would overwrite the input %s; choose another --output or --name."
            .formatted(job.input(), output, overwritten.file());
      }
      Set<Path> rivals = new HashSet<>();
      writers.getOrDefault(identity(output), List.of()).forEach(rival -> rivals.add(rival.input()));
      rivals.remove(job.input());
      if (!rivals.isEmpty()) {
        return "%s is not done: %s would write to %s too; tell them apart with --name '{stem}_{ext}'."
            .formatted(job.input(), rivals.iterator().next(), output);
      }
    }
    return null;
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
