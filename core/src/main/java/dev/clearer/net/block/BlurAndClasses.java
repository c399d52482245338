package dev.clearer.net.block;

import dev.clearer.tensor.Scope;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** Two interacting features of the same size: blur first, semantics second. */
public record BlurAndClasses(Tensor first, Tensor second) {
  /** The sum of both. */
  public Tensor sum() {
    return first.add(second);
  }

  /** Runs {@code body} and frees every tensor that it created except the two results. */
  public static BlurAndClasses returning(Supplier<BlurAndClasses> body) {
    Tensor[] both =
        Scope.returningAll(
            () -> {
              BlurAndClasses streams = body.get();
              return new Tensor[] {streams.first, streams.second};
            });
    return new BlurAndClasses(both[0], both[1]);
  }
}
