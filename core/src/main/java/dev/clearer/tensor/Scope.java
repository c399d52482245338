package dev.clearer.tensor;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Frees native objects. Java's garbage collector does not see libtorch's memory, so everything that
 * creates tensors runs in a scope. Use one scope for each block of a network, so that intermediate
 * results are freed early. Scopes nest and belong to their thread. Build networks outside any
 * scope.
 */
public final class Scope {
  private Scope() {}

  /** Runs {@code body} and frees every native object that it created. */
  public static void run(Runnable body) {
    try (PointerScope scope = new PointerScope()) {
      body.run();
    }
  }

  /**
   * Runs {@code body} and frees every native object that it created except the result, which then
   * belongs to the enclosing scope, if there is one.
   */
  public static <T extends Pointer> T returning(Supplier<T> body) {
    T result;
    try (PointerScope scope = new PointerScope()) {
      result = body.get();
      result.retainReference();
    }
    handToEnclosing(result);
    return result;
  }

  /** Like {@link #returning} with several results. */
  public static <T extends Pointer> T[] returningAll(Supplier<T[]> body) {
    T[] results;
    try (PointerScope scope = new PointerScope()) {
      results = body.get();
      for (T result : results) {
        result.retainReference();
      }
    }
    for (T result : results) {
      handToEnclosing(result);
    }
    return results;
  }

  /**
   * Removes {@code kept} from the enclosing scope: it lives until it is closed or
   * garbage-collected.
   */
  public static <T extends Pointer> T keep(T kept) {
    PointerScope enclosing = PointerScope.getInnerScope();
    if (enclosing != null) {
      kept.retainReference();
      enclosing.detach(kept);
    }
    return kept;
  }

  /**
   * Frees an object of the enclosing scope early, such as a large tensor that is no longer needed.
   */
  public static void free(Pointer made) {
    PointerScope enclosing = PointerScope.getInnerScope();
    if (enclosing != null) {
      enclosing.detach(made);
    }
  }

  private static void handToEnclosing(Pointer result) {
    PointerScope enclosing = PointerScope.getInnerScope();
    if (enclosing != null) {
      enclosing.attach(result);
      result.releaseReference();
    }
  }
}
