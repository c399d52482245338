package dev.clearer.app.serve;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;

/** The body of a request, as long as it comes fast enough and is not too long. */
final class UploadStream {
  /** Slower than this (bytes a second) nobody may be. */
  static final int SLOWEST_BYTES_A_SECOND = 2000;

  private static final double GRACE_SECONDS = 5;

  private final InputStream in;
  private final UploadSlots.Slot slot;
  private final long mostBytes;
  private final Refusal tooLarge;
  private long bytes;

  UploadStream(InputStream in, UploadSlots.Slot slot, long mostBytes, Refusal tooLarge) {
    this.in = in;
    this.slot = slot;
    this.mostBytes = mostBytes;
    this.tooLarge = tooLarge;
  }

  /**
   * Reads what has come, or waits for more.
   *
   * @return how many bytes; -1 at the end
   * @throws Refusal if it is too slow or too long
   * @throws IOException if the client has gone
   */
  int read(byte[] buffer) throws IOException {
    int count;
    try {
      count = in.read(buffer);
    } catch (IOException e) {
      if (slot.hasEnded() || isTimeout(e)) {
        throw slot.tooSlow();
      }
      throw e;
    }
    bytes += Math.max(0, count);
    slot.count(bytes);
    if (bytes > mostBytes) {
      throw tooLarge;
    }
    double seconds = slot.seconds();
    boolean trickles = seconds > GRACE_SECONDS && bytes < SLOWEST_BYTES_A_SECOND * seconds;
    if (count >= 0 && (slot.hasEnded() || trickles)) {
      throw slot.tooSlow();
    }
    return count;
  }

  private static boolean isTimeout(IOException error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof TimeoutException) {
        return true;
      }
    }
    return false;
  }
}
