package dev.clearer.data;

import java.util.List;

/** An original dataset, open for reading. */
public interface Originals extends AutoCloseable {
  /** Its pictures in their order; each is read only when asked for, on any thread. */
  List<Original> list();

  @Override
  default void close() {}
}
