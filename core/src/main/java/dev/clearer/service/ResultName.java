package dev.clearer.service;

import dev.clearer.InputException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How results are named after their inputs, without the ending: letters, and {@code {stem}}, {@code
 * {ext}} and {@code {scale}} for the input's name, its ending and the enlargement.
 *
 * @param pattern such as {@code {stem}_{ext}}
 */
public record ResultName(String pattern) {
  private static final Set<String> WORDS = Set.of("stem", "ext", "scale");
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

  /** In a folder of their own: the input's name. */
  static final ResultName APART = new ResultName("{stem}");

  /** Beside the input: with the enlargement, so as not to replace it. */
  public static final ResultName BESIDE = new ResultName("{stem}_x{scale}");

  /** Beside the input, of the same size. */
  public static final ResultName CLEAR = new ResultName("{stem}_clear");

  /**
   * Checks the pattern.
   *
   * @throws InputException if it names other places, or folders, or nothing at all
   */
  public ResultName {
    Matcher place = PLACE.matcher(pattern);
    while (place.find()) {
      if (!WORDS.contains(place.group(1))) {
        throw new InputException(
            "A name has no place {%s}: choose from {stem}, {ext} and {scale}."
                .formatted(place.group(1)));
      }
    }
    String rest = place.reset().replaceAll("");
    if (pattern.isBlank() || rest.matches(".*[{}/\\\\\\x00-\\x1f].*") || pattern.startsWith(".")) {
      throw new InputException(
          "'%s' names no file: write a name such as {stem}_{ext}, without folders and ending."
              .formatted(pattern));
    }
  }

  /** The name for an input, without an ending. */
  String of(Path input, int scale) {
    String name = String.valueOf(input.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot < 1 ? name : name.substring(0, dot);
    String ext = dot < 1 ? "" : name.substring(dot + 1);
    return PLACE
        .matcher(pattern)
        .replaceAll(
            place ->
                Matcher.quoteReplacement(
                    switch (place.group(1)) {
                      case "stem" -> stem;
                      case "ext" -> ext;
                      default -> String.valueOf(scale);
                    }));
  }
}
