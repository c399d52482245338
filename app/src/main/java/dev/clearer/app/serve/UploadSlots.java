package dev.clearer.app.serve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How many uploads are received at the same time. When all slots are taken, the slowest upload
 * makes room for a new one, if it is slow: so slow clients never keep others out.
 */
final class UploadSlots {
  /** An upload slower than this (bytes a second) may have to make room. */
  static final int FAIR_BYTES_A_SECOND = 100_000;

  /** Nobody is called slow before so many seconds. */
  static final double GRACE_SECONDS = 2;

  private final int most;
  private final List<Slot> taken = new ArrayList<>();

  UploadSlots(int most) {
    this.most = most;
  }

  /** One upload that is being received. */
  final class Slot implements AutoCloseable {
    private final long start = System.nanoTime();
    private final Runnable interrupt;
    private volatile long bytes;
    private volatile boolean whole;
    private volatile boolean ended;

    private Slot(Runnable interrupt) {
      this.interrupt = interrupt;
    }

    double seconds() {
      return (System.nanoTime() - start) / 1e9;
    }

    /** How many have come so far. */
    void count(long received) {
      bytes = received;
    }

    /**
     * Notes that all has come: from now on it need not make room.
     *
     * @throws Refusal (408) if it had to, just before
     */
    void complete() {
      synchronized (UploadSlots.this) {
        if (ended) {
          throw tooSlow();
        }
        whole = true;
      }
    }

    /** Whether it had to make room. */
    boolean hasEnded() {
      return ended;
    }

    /** What a client is told whose upload is too slow. */
    Refusal tooSlow() {
      return Refusal.of(
          408,
          ended
              ? "The upload is slow, and others are waiting: try again later."
              : "The upload is too slow: try again over a faster connection.");
    }

    private double rate() {
      return bytes / seconds();
    }

    private boolean isSlow() {
      return !whole && seconds() > GRACE_SECONDS && rate() < FAIR_BYTES_A_SECOND;
    }

    @Override
    public void close() {
      give(this);
    }
  }

  /**
   * Takes a slot.
   *
   * @param interrupt ends the upload's wait for more bytes, if it has to make room; it must not
   *     wait itself, and is not called any more once the slot is closed
   * @throws Refusal (429) if none is free
   */
  synchronized Slot take(Runnable interrupt) {
    if (taken.size() >= most) {
      Slot slow = slowest();
      taken.remove(slow);
      slow.ended = true;
      slow.interrupt.run();
    }
    Slot slot = new Slot(interrupt);
    taken.add(slot);
    return slot;
  }

  private Slot slowest() {
    return taken.stream()
        .filter(Slot::isSlow)
        .min(Comparator.comparingDouble(Slot::rate))
        .orElseThrow(
            () -> Refusal.busy("Many pictures are being received: try again in a moment.", 1));
  }

  private synchronized void give(Slot slot) {
    taken.remove(slot);
  }
}
