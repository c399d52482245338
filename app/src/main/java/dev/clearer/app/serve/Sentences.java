package dev.clearer.app.serve;

import dev.clearer.InputException;
import dev.clearer.image.MapKind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What clients are told of errors: nothing of how the server's folders are called. */
final class Sentences {
  /** An absolute path: a slash at a word's start, with another one behind it. */
  private static final Pattern PATH = Pattern.compile("(?<![\\w./])/[^\\s/]+/|[A-Za-z]:\\\\");

  private Sentences() {}

  /**
   * The message of {@code error} with the client's words for its files; null if it names any other
   * file, since the error is none of the client's then.
   *
   * @param name what the client calls the picture
   */
  static @Nullable String forClient(InputException error, JobFiles.Folder folder, String name) {
    String sentence =
        String.valueOf(error.getMessage())
            .replace(folder.upload().toString(), name)
            .replace(folder.told().toString(), "The blur map");
    sentence = sentence.replace(folder.result().toString(), "the result");
    for (MapKind kind : MapKind.values()) {
      sentence = sentence.replace(folder.map(kind).toString(), "the result");
    }
    String rest = sentence.replace(name, "");
    boolean ours = PATH.matcher(rest).find() || rest.contains(folder.path().toString());
    return ours ? null : sentence;
  }
}
