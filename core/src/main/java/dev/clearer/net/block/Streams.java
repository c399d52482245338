package dev.clearer.net.block;

import dev.clearer.tensor.Scope;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** Two features of one size that interact: blur first, semantics second. */
public record Streams(Tensor first, Tensor second) {
  /** Both, added. */
  public Tensor sum() {
    return first.add(second);
  }

  /** Runs {@code body} and frees all it made but the two results. */
  public static Streams returning(Supplier<Streams> body) {
    Tensor[] both =
        Scope.returningAll(
            () -> {
              Streams streams = body.get();
              return new Tensor[] {streams.first, streams.second};
            });
    return new Streams(both[0], both[1]);
  }
}
