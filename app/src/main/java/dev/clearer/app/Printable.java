package dev.clearer.app;

import java.util.Locale;

/** Text from files and users, made harmless for a terminal. */
final class Printable {
  private Printable() {}

  /**
   * The text with every character that a terminal would obey, or that would change the order of
   * letters, written as an escape such as {@code \x1b}; ends of lines too.
   */
  static String line(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.chars().forEach(c -> append(safe, (char) c, false));
    return safe.toString();
  }

  /** Appends one character; ends of lines and tabs as they are if {@code lines}. */
  static void append(StringBuilder safe, char c, boolean lines) {
    if (lines && (c == '\n' || c == '\t')) {
      safe.append(c);
    } else if (Character.isISOControl(c)) {
      safe.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
    } else if ((c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069')) {
      safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    } else {
      safe.append(c);
    }
  }
}
