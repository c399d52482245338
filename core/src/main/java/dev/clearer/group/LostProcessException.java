package dev.clearer.group;

/**
 * One of the processes that train together is lost or has failed, so the others end too. The
 * message is one sentence for the user. Exit code 3 on the command line.
 */
public final class LostProcessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception whose {@code message} is a complete sentence for the user. */
  public LostProcessException(String message) {
    super(message);
  }

  /** Creates an exception with a cause. */
  public LostProcessException(String message, Throwable cause) {
    super(message, cause);
  }
}
