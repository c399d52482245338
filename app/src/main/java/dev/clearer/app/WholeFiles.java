package dev.clearer.app;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets Ctrl-C end the program at any moment but while results are being written: those are written
 * to their end first, and none is begun after it.
 */
final class WholeFiles {
  private static final ReentrantLock WRITING = new ReentrantLock();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(WRITING::lock, "whole files"));
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
