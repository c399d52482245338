package dev.clearer.model;

import java.util.List;

/** Lists in words. */
final class Words {
  private Words() {}

  /** {@code a}, {@code a and b}, {@code a, b and c}; {@code nothing} for an empty list. */
  static String list(List<String> words) {
    int last = words.size() - 1;
    return switch (words.size()) {
      case 0 -> "nothing";
      case 1 -> words.get(0);
      default -> String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    };
  }
}
