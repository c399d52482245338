package dev.clearer.app;

import dev.clearer.image.OutputFile;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Delays Ctrl-C while finished results are renamed to their final names: either all of them are
 * renamed or none. Unfinished files are deleted.
 */
final class CommitLock {
  /** Threads that rename files hold the read lock; the shutdown hook needs the write lock. */
  private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock();

  private static final Lock MOVING = LOCK.readLock();

  static {
    // Runs when this class is first used, which must be before the first temporary file.
    Runtime.getRuntime().addShutdownHook(new Thread(CommitLock::end, "commit lock"));
  }

  private CommitLock() {}

  /** Installs the shutdown hook. */
  static void install() {}

  private static void end() {
    LOCK.writeLock().lock();
    OutputFile.discardDrafts();
  }

  /** Runs {@code moves} without interruption. */
  static void run(Runnable moves) {
    MOVING.lock();
    try {
      moves.run();
    } finally {
      MOVING.unlock();
    }
  }
}
