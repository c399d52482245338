package dev.clearer;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Turns an exception into a short reason for an error message. */
public final class Reason {
  private Reason() {}

  /**
   * Returns the reason from the innermost cause of {@code error}, without a full stop. The outer
   * exceptions often say only that something failed.
   */
  public static String of(Throwable error) {
    Throwable innermost = error;
    for (int depth = 0; innermost.getCause() != null && depth < 100; depth++) {
      innermost = innermost.getCause();
    }
    if (innermost instanceof AccessDeniedException) {
      return "permission denied";
    } else if (innermost instanceof NoSuchFileException) {
      return "no such file or folder";
    } else if (innermost instanceof FileSystemException fault) {
      String reason = fault.getReason(); // the message begins with the path
      return reason == null ? "the file system refused" : stripped(reason);
    } else if (innermost instanceof OutOfMemoryError) {
      return "not enough memory";
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
