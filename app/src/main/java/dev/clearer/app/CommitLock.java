package dev.clearer.app;

import dev.clearer.image.OutputFile;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets Ctrl-C end the program at any moment but while finished results take their places: all of
 * them do, none begins to after it, and what is half written goes.
 */
final class CommitLock {
  /** Any number of threads may move files together (the lock's readers), the end waits for all. */
  private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock();

  private static final Lock MOVING = LOCK.readLock();

  static {
    // When this class is first used, which must be before the first draft.
    Runtime.getRuntime().addShutdownHook(new Thread(CommitLock::end, "whole files"));
  }

  private CommitLock() {}

  /** Sees to it from now on. */
  static void arm() {}

  private static void end() {
    LOCK.writeLock().lock();
    OutputFile.discardDrafts();
  }

  /** Runs {@code moves} undisturbed. */
  static void run(Runnable moves) {
    MOVING.lock();
    try {
      moves.run();
    } finally {
      MOVING.unlock();
    }
  }
}
