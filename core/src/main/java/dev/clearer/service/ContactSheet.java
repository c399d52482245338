package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.data.BuiltSet;
import dev.clearer.image.MapFiles;
import dev.clearer.image.OutputFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A single-file web page of a built dataset: a row per pair, and a legend. */
public final class ContactSheet {
  private ContactSheet() {}

  /**
   * Writes a page with {@code count} evenly spaced pairs of each part and group of {@code folder}.
   *
   * @param classes {@code nyuv2}, {@code cityscapes}, {@code camvid}, {@code numbers}, or null to
   *     use the manifest
   * @return number of pairs shown
   * @throws InputException if there is no dataset, one of its files is invalid, or the page cannot
   *     be written
   */
  public static int write(Path folder, Path page, int count, @Nullable String classes) {
    OutputFile.requireWritable(page);
    if (count < 1) {
      throw new InputException("--count must be at least 1, not " + count + ".");
    }
    Map<String, List<BuiltSet.Pair>> groups = groups(BuiltSet.in(folder).pairs());
    List<BuiltSet.Pair> all =
        groups.values().stream().flatMap(pairs -> spread(pairs, count).stream()).toList();
    SheetPage sheet =
        new SheetPage(
            largestSigma(all),
            classes == null
                ? LabelScheme.of(folder, all)
                : LabelScheme.named(classes.toLowerCase(Locale.ROOT)));
    sheet.title(folder.toAbsolutePath().normalize().getFileName() + "", summary(folder));
    groups.forEach((name, pairs) -> sheet.group(name, spread(pairs, count), pairs.size()));
    OutputFile.write(page, sheet.html().getBytes(StandardCharsets.UTF_8));
    return all.size();
  }

  private static Map<String, List<BuiltSet.Pair>> groups(List<BuiltSet.Pair> pairs) {
    Map<String, List<BuiltSet.Pair>> groups = new LinkedHashMap<>();
    for (BuiltSet.Pair pair : pairs) {
      String group = pair.group().isEmpty() ? pair.part() : pair.part() + "/" + pair.group();
      String name = group + ", LRx" + pair.scale();
      groups.computeIfAbsent(name, any -> new ArrayList<>()).add(pair);
    }
    return groups;
  }

  private static List<BuiltSet.Pair> spread(List<BuiltSet.Pair> pairs, int count) {
    if (pairs.size() <= count) {
      return pairs;
    }
    List<BuiltSet.Pair> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(pairs.get((int) ((long) i * pairs.size() / count)));
    }
    return chosen;
  }

  /** The end of the colour scale: the largest sigma shown, rounded up to whole pixels. */
  private static double largestSigma(List<BuiltSet.Pair> pairs) {
    float largest = 1;
    for (BuiltSet.Pair pair : pairs) {
      for (float sigma : MapFiles.readBlur(pair.blurMap()).sigma()) {
        largest = Math.max(largest, sigma);
      }
    }
    return Math.ceil(largest);
  }

  private static String summary(Path folder) {
    if (!Files.exists(folder.resolve("manifest.json"))) {
      return "no manifest";
    }
    Manifest manifest = Manifest.in(folder);
    Manifest.Parameters parameters = manifest.parameters();
    return String.format(
        Locale.ROOT,
        "%s, built by Clearer %s, seed %d, %s up to %.0f px",
        parameters.kind(),
        manifest.program(),
        parameters.seed(),
        parameters.recipe() == null
            ? "circles of confusion"
            : "by a recipe, blur like circles of confusion",
        parameters.largestCircle());
  }
}
