package dev.clearer.net.block;

import dev.clearer.InputException;
import java.util.List;

/** Arithmetic on sizes, and checks of the numbers in network configurations. */
public final class Sizes {
  /** Far above any sensible width and far below any overflow. */
  private static final int MAX = 4096;

  private Sizes() {}

  /** The least common multiple. */
  public static int common(int a, int b) {
    int multiple = a;
    while (multiple % b != 0) {
      multiple = Math.addExact(multiple, a);
    }
    return multiple;
  }

  /** The smallest multiple of {@code multiple} that is at least {@code size}. */
  public static int roundUp(int size, int multiple) {
    return Math.multiplyExact((size + multiple - 1) / multiple, multiple);
  }

  /** Fails unless {@code value} is from 1 to 4096. */
  public static void requirePositive(String name, int value) {
    if (value < 1 || value > MAX) {
      throw new InputException(
          "%s is %d, but must be from 1 to %d; correct the configuration."
              .formatted(name, value, MAX));
    }
  }

  /** Fails unless {@code groups} divides {@code channels}. */
  public static void requireDivides(String name, int groups, int channels) {
    requirePositive(name, groups);
    if (channels % groups != 0) {
      throw new InputException(
          "%s is %d, which does not divide the %d channels; correct the configuration."
              .formatted(name, groups, channels));
    }
  }

  /** Fails unless {@code values} are {@code count} numbers from 1 to 4096. */
  public static void requireCount(String name, List<Integer> values, int count) {
    if (values.size() != count) {
      throw new InputException(
          "%s holds %d numbers, but must hold %d; correct the configuration."
              .formatted(name, values.size(), count));
    }
    values.forEach(value -> requirePositive(name, value));
  }
}
