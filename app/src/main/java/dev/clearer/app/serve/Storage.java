package dev.clearer.app.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Where jobs are kept.
 *
 * @param jobs the database
 * @param files the folders of pictures
 * @param room whether the disk has room for what is being received, one more result, and what must
 *     stay free
 */
record Storage(JobStore jobs, JobFiles files, BooleanSupplier room) {
  private static final int BYTES_A_PIXEL = 2 * 3 * 16; // of the largest result: 16 bits, four times

  /**
   * Opens or makes all that is in {@code data}.
   *
   * @throws dev.clearer.InputException if another server uses it, or it cannot be used
   */
  static Storage in(Path data, ServerSettings.Limits limits) {
    JobStore jobs = JobStore.in(JobFiles.made(data));
    return new Storage(jobs, JobFiles.in(data), () -> hasRoom(data, limits));
  }

  private static boolean hasRoom(Path data, ServerSettings.Limits limits) {
    try {
      long free = Files.getFileStore(data).getUsableSpace();
      return free - limits.freeMegabytes() * 1_000_000L
          > limits.uploads() * limits.uploadBytes() + BYTES_A_PIXEL * limits.mostPixels();
    } catch (IOException e) {
      return false;
    }
  }
}
