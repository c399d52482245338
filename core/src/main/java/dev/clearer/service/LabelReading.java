package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.data.BuiltSet;
import dev.clearer.data.LabelForm;
import dev.clearer.image.ClassNames;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers in a set's label files mean.
 *
 * @param names null for mere numbers
 */
record LabelReading(@Nullable ClassNames names, LabelForm form) {
  /**
   * That of the classes which a user names.
   *
   * @throws InputException if there are no such classes
   */
  static LabelReading named(String kind) {
    return switch (kind) {
      case "nyuv2" -> new LabelReading(ClassNames.NYUV2, LabelForm.FROM_ONE);
      case "cityscapes" -> new LabelReading(ClassNames.CITYSCAPES, LabelForm.FROM_ZERO);
      case "camvid" -> new LabelReading(ClassNames.CAMVID, LabelForm.FROM_ZERO);
      case "numbers", "rgbd", "photos" -> new LabelReading(null, LabelForm.FROM_ZERO);
      default ->
          throw new InputException(
              "--classes must be nyuv2, cityscapes, camvid or numbers, not " + kind + ".");
    };
  }

  /** What the manifest says; of published folders, only Cityscapes' have 255 for unknown. */
  static LabelReading of(Path folder, List<BuiltSet.Pair> pairs) {
    if (Files.exists(folder.resolve("manifest.json"))) {
      return named(Manifest.in(folder).parameters().kind());
    }
    boolean ignoring =
        pairs.stream()
            .map(BuiltSet.Pair::labels)
            .filter(Objects::nonNull)
            .distinct()
            .anyMatch(file -> hasIgnored(MapFiles.readLabels(file)));
    return named(ignoring ? "cityscapes" : "nyuv2");
  }

  private static boolean hasIgnored(LabelMap labels) {
    for (byte label : labels.classes()) {
      if ((label & 0xff) == LabelMap.IGNORE) {
        return true;
      }
    }
    return false;
  }

  String name(int index) {
    if (index == LabelMap.IGNORE) {
      return "unknown";
    }
    return names == null ? "class " + index : names.of(index);
  }
}
