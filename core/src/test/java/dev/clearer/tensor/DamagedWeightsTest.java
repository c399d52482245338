package dev.clearer.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.clearer.Golden;
import dev.clearer.InputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files are refused in a sentence or, where the damage is in numbers alone, read. */
class DamagedWeightsTest {
  private static final int[] FLIPS = {0x01, 0x80, 0xff};

  /** The files here hold a kilobyte; what they claim to hold must not be allocated. */
  private static final long MAX_ALLOCATION = 4 << 20;

  private final Path folder;
  private int refused;
  private int read;

  DamagedWeightsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void safetensors() throws IOException {
    byte[] whole = small();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      tryToRead("cut to " + length, () -> fromStream(cut));
    }
    assertEquals(0, read);
    forEachFlip(whole, (what, damaged) -> tryToRead(what, () -> fromStream(damaged)));
    assertTrue(read > 0 && refused > whole.length, read + " read, " + refused + " refused");
  }

  @Test
  void checkpoints() throws IOException {
    byte[] whole = Files.readAllBytes(checkpoint(pickle()));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      tryToRead("cut to " + length, () -> fromFile(cut));
    }
    assertEquals(0, read);
    forEachFlip(whole, (what, damaged) -> tryToRead(what, () -> fromFile(damaged)));
    assertTrue(refused > whole.length, read + " read, " + refused + " refused");
  }

  /** With proper checksums, so that the damage reaches the pickle's reader. */
  @Test
  void picklesInWholeZips() throws IOException {
    byte[] whole = pickle();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      tryToRead("cut to " + length, () -> Weights.read(checkpoint(cut)));
    }
    assertEquals(0, read);
    forEachFlip(whole, (what, damaged) -> tryToRead(what, () -> Weights.read(checkpoint(damaged))));
    assertTrue(read > 0 && refused > whole.length, read + " read, " + refused + " refused");
  }

  @Test
  void oldCheckpoints() throws IOException {
    Map<String, byte[]> storages = Map.of("0", Pickles.floats(0, 1, 2, 3, 4, 5, 6, 7));
    byte[] whole = Pickles.oldCheckpoint(pickle(), new TreeMap<>(storages));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      tryToRead("cut to " + length, () -> fromFile(cut));
    }
    assertEquals(0, read);
    forEachFlip(whole, (what, damaged) -> tryToRead(what, () -> fromFile(damaged)));
    assertTrue(read > 0 && refused > whole.length, read + " read, " + refused + " refused");
  }

  @Test
  void aRealCheckpoint() throws IOException {
    byte[] whole = Files.readAllBytes(Golden.file("gia_same_scale.pth"));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 60; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
      byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
      tryToRead("flipped", () -> fromFile(damaged), 8L * whole.length);
      tryToRead("cut to " + cut.length, () -> fromFile(cut), 8L * whole.length);
    }
    assertTrue(refused >= 60, read + " read, " + refused + " refused");
  }

  private interface Trial {
    void accept(String what, byte[] damaged);
  }

  private static void forEachFlip(byte[] whole, Trial trial) {
    for (int at = 0; at < whole.length; at++) {
      for (int flip : FLIPS) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) flip;
        trial.accept("byte %d changed by %02x".formatted(at, flip), damaged);
      }
    }
  }

  private void tryToRead(String what, Supplier<Weights> reading) {
    tryToRead(what, reading, MAX_ALLOCATION);
  }

  private void tryToRead(String what, Supplier<Weights> reading, long mostBytes) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    try {
      assertNotNull(reading.get());
      read++;
    } catch (InputException expected) {
      refused++;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      fail(what + ": " + e, e);
    }
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < mostBytes, () -> what + ": allocated " + allocated + " bytes");
  }

  private byte[] small() throws IOException {
    Path file = folder.resolve("small.safetensors");
    Scope.run(
        () ->
            Weights.of(
                    Map.of("a", Golden.uniform("a", 3, 5), "b.weight", Golden.uniform("b", 2, 2)))
                .withMetadata(Map.of("step", "12"))
                .write(file));
    return Files.readAllBytes(file);
  }

  private static byte[] pickle() {
    return Pickles.pickle(
        Pickles.dict(
            "state_dict",
            Pickles.dict(
                "a", Pickles.vector("0", 8),
                "b", Pickles.view("0", 8, 0, Pickles.tuple(4, 2), Pickles.tuple(1, 4))),
            "epoch",
            Pickles.number(3)));
  }

  private Path checkpoint(byte[] pickle) {
    Map<String, byte[]> storages = Map.of("0", Pickles.floats(0, 1, 2, 3, 4, 5, 6, 7));
    return Pickles.checkpoint(folder.resolve("x.pth"), pickle, storages);
  }

  private static Weights fromStream(byte[] bytes) {
    return Weights.read(new ByteArrayInputStream(bytes), "damaged");
  }

  private Weights fromFile(byte[] bytes) {
    try {
      return Weights.read(Files.write(folder.resolve("damaged"), bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
