package dev.clearer.measure;

import dev.clearer.image.LabelMap;

/** Confusion matrix of classes over any number of pictures, for the mean IoU. */
public final class ConfusionMatrix {
  private final int classes;
  private final long[] counts;

  /** Creates an empty matrix of {@code classes} classes, 1 to 255. */
  public ConfusionMatrix(int classes) {
    if (classes < 1 || classes > LabelMap.IGNORE) {
      throw new IllegalArgumentException(classes + " classes");
    }
    this.classes = classes;
    this.counts = new long[classes * classes];
  }

  /**
   * Adds a picture; pixels whose truth is {@link LabelMap#IGNORE} are ignored.
   *
   * @throws IllegalArgumentException if the sizes differ or a class is out of range
   */
  public void add(LabelMap truth, LabelMap estimate) {
    if (truth.width() != estimate.width() || truth.height() != estimate.height()) {
      throw new IllegalArgumentException("the maps differ in size");
    }
    for (int i = 0; i < truth.classes().length; i++) {
      int row = truth.classes()[i] & 0xff;
      if (row != LabelMap.IGNORE) {
        counts[inRange(row) * classes + inRange(estimate.classes()[i] & 0xff)]++;
      }
    }
  }

  /** Adds the counts of another matrix with the same number of classes. */
  public void add(ConfusionMatrix other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  /** Intersection over union of one class, in [0, 1]; NaN if neither map has it. */
  public double intersectionOverUnion(int index) {
    long union = -count(index, index);
    for (int other = 0; other < classes; other++) {
      union += count(index, other) + count(other, index);
    }
    return union == 0 ? Double.NaN : (double) count(index, index) / union;
  }

  /** Mean IoU over the classes that occur in either map, in [0, 1]; NaN if nothing was counted. */
  public double meanIntersectionOverUnion() {
    double sum = 0;
    int present = 0;
    for (int index = 0; index < classes; index++) {
      double value = intersectionOverUnion(index);
      if (!Double.isNaN(value)) {
        sum += value;
        present++;
      }
    }
    return sum / present;
  }

  /** Number of pixels of class {@code truth} that were estimated as {@code estimate}. */
  public long count(int truth, int estimate) {
    return counts[truth * classes + estimate];
  }

  private int inRange(int index) {
    if (index >= classes) {
      throw new IllegalArgumentException("class " + index + " of " + classes);
    }
    return index;
  }
}
