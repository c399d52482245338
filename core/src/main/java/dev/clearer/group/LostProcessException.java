package dev.clearer.group;

/**
 * One of the processes that train together is gone or has failed, so that the others end too: the
 * message is one sentence for the user. Exit code 3 on the command line.
 */
public final class LostProcessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error whose {@code message} is a whole sentence for the user. */
  public LostProcessException(String message) {
    super(message);
  }

  /** An error found through {@code cause}. */
  public LostProcessException(String message, Throwable cause) {
    super(message, cause);
  }
}
