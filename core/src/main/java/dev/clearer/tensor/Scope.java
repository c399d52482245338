package dev.clearer.tensor;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Frees the native objects that a piece of work makes. libtorch's memory is invisible to Java's
 * garbage collector: whatever makes tensors runs in a scope, one a block of a network, so that
 * intermediates die early. Scopes nest and belong to their thread. Build networks outside any
 * scope.
 */
public final class Scope {
  private Scope() {}

  /** Runs {@code body} and frees every native object that it made. */
  public static void run(Runnable body) {
    try (PointerScope scope = new PointerScope()) {
      body.run();
    }
  }

  /**
   * Runs {@code body} and frees every native object that it made but the one it returns, which then
   * belongs to the enclosing scope, if any.
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

  /** Like {@link #returning} for several results. */
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

  /** Takes {@code kept} out of the enclosing scope: it lives until it is closed or collected. */
  public static <T extends Pointer> T keep(T kept) {
    PointerScope enclosing = PointerScope.getInnerScope();
    if (enclosing != null) {
      kept.retainReference();
      enclosing.detach(kept);
    }
    return kept;
  }

  /** Frees now what would die with the enclosing scope: a large tensor that nobody needs again. */
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
