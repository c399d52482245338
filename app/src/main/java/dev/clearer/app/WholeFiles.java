package dev.clearer.app;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets Ctrl-C end the program at any moment but while results are being written: those are written
 * to their end first, and none is begun after it.
 */
final class WholeFiles {
  /** Any number of threads may write together (the lock's readers), the end waits for all. */
  private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock();

  private static final Lock WRITING = LOCK.readLock();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(LOCK.writeLock()::lock, "whole files"));
  }

  private WholeFiles() {}

  /** Runs {@code write} undisturbed. */
  static void run(Runnable write) {
    WRITING.lock();
    try {
      write.run();
    } finally {
      WRITING.unlock();
    }
  }
}
