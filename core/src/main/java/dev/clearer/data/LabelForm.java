package dev.clearer.data;

import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import java.nio.file.Path;

/** How the label files of a built dataset number the classes. */
public enum LabelForm {
  /** As in Cityscapes-BSR: 0 is the first class, {@link LabelMap#IGNORE} is unknown. */
  FROM_ZERO,
  /** As in NYUv2-BSR: 1 is the first class, 0 is unknown. */
  FROM_ONE;

  /**
   * Classes from 0, {@link LabelMap#IGNORE} where unknown.
   *
   * @throws dev.clearer.InputException if the file cannot be read or is not a label map
   */
  public LabelMap read(Path file) {
    LabelMap stored = MapFiles.readLabels(file);
    if (this == FROM_ZERO) {
      return stored;
    }
    byte[] classes = stored.classes().clone();
    for (int i = 0; i < classes.length; i++) {
      classes[i]--; // 0 becomes 255
    }
    return new LabelMap(stored.width(), stored.height(), classes);
  }
}
