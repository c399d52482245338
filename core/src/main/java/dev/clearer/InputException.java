package dev.clearer;

/**
 * Something that the user gave is wrong and can be mended by the user: the message is one sentence
 * that says what is wrong and how to mend it. Exit code 2 on the command line, HTTP 4xx, a report
 * row in batches; every other exception is our fault.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error whose {@code message} is a whole sentence for the user. */
  public InputException(String message) {
    super(message);
  }

  /**
   * An error whose {@code message} is a whole sentence for the user, found through {@code cause}.
   */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
