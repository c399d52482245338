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
 * The meaning of the numbers in a set's label files.
 *
 * @param names names of the classes; null if unknown
 * @param form how the files store class indices
 */
record LabelScheme(@Nullable ClassNames names, LabelForm form) {
  /**
   * Returns the scheme of a user's choice.
   *
   * @throws InputException if there is no such scheme
   */
  static LabelScheme named(String kind) {
    return switch (kind) {
      case "nyuv2" -> new LabelScheme(ClassNames.NYUV2, LabelForm.FROM_ONE);
      case "cityscapes" -> new LabelScheme(ClassNames.CITYSCAPES, LabelForm.FROM_ZERO);
      case "camvid" -> new LabelScheme(ClassNames.CAMVID, LabelForm.FROM_ZERO);
      case "numbers", "rgbd", "photos" -> new LabelScheme(null, LabelForm.FROM_ZERO);
      default ->
          throw new InputException(
              "--classes must be nyuv2, cityscapes, camvid or numbers, not " + kind + ".");
    };
  }

  /**
   * Reads the scheme from the manifest. Published sets have none: only Cityscapes-BSR uses 255 for
   * unlabelled pixels.
   */
  static LabelScheme of(Path folder, List<BuiltSet.Pair> pairs) {
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
