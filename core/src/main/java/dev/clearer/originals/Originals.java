package dev.clearer.originals;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** An original dataset, open for reading. */
public interface Originals extends AutoCloseable {
  /** Its pictures in their order; each is read only when asked for, on any thread. */
  List<Original> list();

  /** How they are read, by option: what makes other pictures of the same files. */
  default SortedMap<String, String> options() {
    return new TreeMap<>();
  }

  @Override
  default void close() {}
}
