package dev.clearer;

/**
 * Invalid input that the user can fix. The message is one sentence that says what is wrong and how
 * to fix it. It becomes exit code 2 on the command line, an HTTP 4xx status, or a row in a batch
 * report. Every other exception is an internal error.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception whose {@code message} is a complete sentence for the user. */
  public InputException(String message) {
    super(message);
  }

  /** Creates an exception with a cause; {@code message} is a complete sentence for the user. */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
