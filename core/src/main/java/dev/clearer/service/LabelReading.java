package dev.clearer.service;

import dev.clearer.data.LabelForm;
import dev.clearer.image.ClassNames;
import dev.clearer.image.LabelMap;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers in a set's label files mean.
 *
 * @param names null for mere numbers
 */
record LabelReading(@Nullable ClassNames names, LabelForm form) {
  String name(int index) {
    if (index == LabelMap.IGNORE) {
      return "unknown";
    }
    return names == null ? "class " + index : names.of(index);
  }
}
