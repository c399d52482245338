package dev.clearer.originals;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** An original dataset, open for reading. */
public interface Originals extends AutoCloseable {
  /** The pictures in order. They may be read on any thread. */
  List<Original> list();

  /** Options, by name, that change what is read from the files. */
  default SortedMap<String, String> options() {
    return new TreeMap<>();
  }

  @Override
  default void close() {}
}
