package dev.clearer.net.block;

import dev.clearer.tensor.Scope;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** Two interacting features of the same size: blur first, semantics second. */
public record Streams(Tensor first, Tensor second) {
  /** The sum of both. */
  public Tensor sum() {
    return first.add(second);
  }

  /** Runs {@code body} and frees every tensor that it created except the two results. */
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
