package dev.clearer.app.serve;

/** An answer other than the one hoped for: its status, and a sentence for the client. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final int retryAfter;

  private Refusal(int status, String sentence, int retryAfter) {
    super(sentence, null, false, false);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  static Refusal of(int status, String sentence) {
    return new Refusal(status, sentence, 0);
  }

  /** 429: worth trying again in so many seconds. */
  static Refusal busy(String sentence, int retryAfter) {
    return later(429, sentence, retryAfter);
  }

  /** Worth trying again in so many seconds. */
  static Refusal later(int status, String sentence, int retryAfter) {
    return new Refusal(status, sentence, retryAfter);
  }

  /** 404: of every job that is not there, or no longer. */
  static Refusal gone() {
    return of(404, "There is no such picture: it was deleted, or its time is over.");
  }

  int status() {
    return status;
  }

  /** Seconds, 0 where it makes no sense. */
  int retryAfter() {
    return retryAfter;
  }

  /** What the client is sent. */
  record Body(String message) {}

  Body body() {
    return new Body(String.valueOf(getMessage()));
  }
}
