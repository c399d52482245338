package dev.clearer.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The most memory that this process has had: Java's and libtorch's together, as Linux counts. */
public final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path FORGET = Path.of("/proc/self/clear_refs");

  private PeakMemory() {}

  /** Lets Linux count anew from now on; elsewhere nothing happens. */
  public static void forget() {
    try {
      if (Files.isWritable(FORGET)) {
        Files.writeString(FORGET, "5");
      }
    } catch (IOException notAllowed) {
      // then the peak is that since the start, which is larger, if anything
    }
  }

  /** The peak of resident memory in bytes; empty where the system is not Linux. */
  public static OptionalLong bytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException notLinux) {
      return OptionalLong.empty();
    }
  }
}
