package dev.clearer.app;

import java.util.Locale;

/** Makes text from files and users safe for a terminal. */
final class Printable {
  private Printable() {}

  /**
   * Replaces control characters and characters that change the text direction by escapes such as
   * {@code \x1b}, including line breaks.
   */
  static String line(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.chars().forEach(c -> append(safe, (char) c, false));
    return safe.toString();
  }

  /**
   * Appends one character, escaped if necessary; line breaks and tabs are kept if {@code lines}.
   */
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
