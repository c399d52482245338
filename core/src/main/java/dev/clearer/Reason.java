package dev.clearer;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something failed, in words for a sentence to the user. */
public final class Reason {
  private Reason() {}

  /**
   * The reason that the innermost cause of {@code error} gives, without a full stop: what wraps it
   * often says only that something failed.
   */
  public static String of(Throwable error) {
    Throwable innermost = error;
    for (int depth = 0; innermost.getCause() != null && depth < 100; depth++) {
      innermost = innermost.getCause();
    }
    if (innermost instanceof AccessDeniedException) {
      return "no permission to do that there";
    } else if (innermost instanceof NoSuchFileException) {
      return "there is no such file or folder";
    } else if (innermost instanceof FileSystemException fault) {
      String reason = fault.getReason(); // the message begins with the path
      return reason == null ? "the file system refuses it" : stripped(reason);
    } else if (innermost instanceof OutOfMemoryError) {
      return "there is not enough memory";
    }
    String message = innermost.getMessage();
    return message == null || message.isBlank()
        ? innermost.getClass().getSimpleName()
        : stripped(message);
  }

  private static String stripped(String message) {
    String line = message.strip();
    return line.endsWith(".") || line.endsWith("!") ? line.substring(0, line.length() - 1) : line;
  }
}
