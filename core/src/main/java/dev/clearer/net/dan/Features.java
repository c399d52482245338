package dev.clearer.net.dan;

import dev.clearer.tensor.Scope;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** The two streams of features that version 2 carries through its blocks. */
record Features(Tensor first, Tensor second) {
  /** Runs {@code body} and frees every tensor that it made but those of the result. */
  static Features returning(Supplier<Features> body) {
    Tensor[] both =
        Scope.returningAll(
            () -> {
              Features features = body.get();
              return new Tensor[] {features.first, features.second};
            });
    return new Features(both[0], both[1]);
  }

  /** Both streams added to themselves. */
  Features doubled() {
    return new Features(first.add(first), second.add(second));
  }
}
