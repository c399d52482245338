package dev.clearer.data;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Seeds of pictures that depend on their names, not on their order or on threads. */
public final class Seeds {
  private Seeds() {}

  /** A set's seed mixed with a name (FNV-1a). */
  public static long of(long seed, String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return new SplittableRandom(seed ^ hash).nextLong();
  }
}
