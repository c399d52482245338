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

    /** All has come: from now on nobody can be called slow. */
    void isWhole() {
      whole = true;
    }

    /** Whether it had to make room. */
    boolean hasEnded() {
      return ended;
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
   * @param interrupt ends the upload's wait for more bytes, if it has to make room
   * @throws Refusal (429) if none is free
   */
  Slot take(Runnable interrupt) {
    Slot slow = null;
    Slot slot = new Slot(interrupt);
    synchronized (this) {
      if (taken.size() >= most) {
        slow =
            taken.stream()
                .filter(Slot::isSlow)
                .min(Comparator.comparingDouble(Slot::rate))
                .orElseThrow(
                    () ->
                        Refusal.busy(
                            "Many pictures are being received: try again in a moment.", 1));
        taken.remove(slow);
      }
      taken.add(slot);
    }
    if (slow != null) {
      slow.ended = true;
      slow.interrupt.run();
    }
    return slot;
  }

  private synchronized void give(Slot slot) {
    taken.remove(slot);
  }
}
