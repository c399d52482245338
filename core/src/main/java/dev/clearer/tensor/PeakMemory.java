package dev.clearer.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Peak memory of this process, Java's and libtorch's together, as Linux measures it. */
public final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path FORGET = Path.of("/proc/self/clear_refs");

  private PeakMemory() {}

  /** Resets Linux's peak counter. Does nothing on other systems. */
  public static void forget() {
    try {
      if (Files.isWritable(FORGET)) {
        Files.writeString(FORGET, "5");
      }
    } catch (IOException notAllowed) {
      // Then the peak is that since the start of the process, which is larger or equal.
    }
  }

  /** Peak resident memory in bytes; empty on systems other than Linux. */
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
