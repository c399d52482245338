package dev.clearer.service;

import dev.clearer.InputException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pattern for the names of results, without extension. {@code {stem}}, {@code {ext}} and {@code
 * {scale}} stand for the input's name, its extension and the scale.
 *
 * @param pattern such as {@code {stem}_{ext}}
 */
public record ResultName(String pattern) {
  private static final Set<String> PLACEHOLDERS = Set.of("stem", "ext", "scale");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

  /** For results in an output folder: the name of the input. */
  static final ResultName IN_FOLDER = new ResultName("{stem}");

  /** For results beside the input: with the scale, so that the input is not overwritten. */
  public static final ResultName BESIDE_INPUT = new ResultName("{stem}_x{scale}");

  /** For results of the same size beside the input. */
  public static final ResultName DEBLURRED = new ResultName("{stem}_clear");

  /**
   * Checks the pattern.
   *
   * @throws InputException if it has other placeholders, contains a folder, or is empty
   */
  public ResultName {
    Matcher placeholder = PLACEHOLDER.matcher(pattern);
    while (placeholder.find()) {
      if (!PLACEHOLDERS.contains(placeholder.group(1))) {
        throw new InputException(
            "The placeholder {%s} is unknown. Use {stem}, {ext} or {scale}."
                .formatted(placeholder.group(1)));
      }
    }
    String rest = placeholder.reset().replaceAll("");
    if (pattern.isBlank() || rest.matches(".*[{}/\\\\\\x00-\\x1f].*") || pattern.startsWith(".")) {
      throw new InputException(
          ("'%s' is not a valid name. Write a pattern such as {stem}_{ext}, without folder and"
                  + " extension.")
              .formatted(pattern));
    }
  }

  /** The name for an input, without extension. */
  String of(Path input, int scale) {
    String name = String.valueOf(input.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot < 1 ? name : name.substring(0, dot);
    String ext = dot < 1 ? "" : name.substring(dot + 1);
    return PLACEHOLDER
        .matcher(pattern)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    switch (match.group(1)) {
                      case "stem" -> stem;
                      case "ext" -> ext;
                      default -> String.valueOf(scale);
                    }));
  }
}
