package dev.clearer.app.serve;

/** The job database cannot be read or written, now. */
final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What clients are told. */
  static final String SENTENCE =
      "The server cannot save jobs now (its disk may be full): try later, or tell its"
          + " administrator.";

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
