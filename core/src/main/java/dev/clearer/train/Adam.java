package dev.clearer.train;

import dev.clearer.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam (Kingma and Ba, 2015) with accessible state. libtorch's own class hides the moments, which a
 * checkpoint needs to resume bit for bit.
 */
final class Adam {
  private static final double EPSILON = 1e-8;

  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> first = new LinkedHashMap<>();
  private final Map<String, Tensor> second = new LinkedHashMap<>();
  private final double beta1;
  private final double beta2;

  /** An optimizer of {@code parameters} with moments 0; create it outside any scope. */
  Adam(Map<String, Tensor> parameters, double beta1, double beta2) {
    this.parameters = parameters;
    this.beta1 = beta1;
    this.beta2 = beta2;
    parameters.forEach(
        (name, parameter) -> {
          first.put(name, torch.zeros_like(parameter));
          second.put(name, torch.zeros_like(parameter));
        });
  }

  /** Clears all gradients. */
  void clearGradients() {
    Scope.run(() -> parameters.values().forEach(p -> p.mutable_grad().reset()));
  }

  /**
   * Updates every parameter that has a gradient.
   *
   * @param step number of this step, from 1
   * @param learningRate of this step
   */
  void step(long step, double learningRate) {
    double correction1 = 1 - Math.pow(beta1, (double) step);
    double correction2 = Math.sqrt(1 - Math.pow(beta2, (double) step));
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            parameters.forEach(
                (name, parameter) -> {
                  Tensor gradient = parameter.grad();
                  if (gradient.defined()) {
                    move(name, parameter, gradient, learningRate / correction1, correction2);
                  }
                });
          }
        });
  }

  private void move(String name, Tensor parameter, Tensor gradient, double rate, double root) {
    Tensor mean = moment(first, name);
    Tensor square = moment(second, name);
    mean.mul_(new Scalar(beta1)).add_(gradient, new Scalar(1 - beta1));
    square.mul_(new Scalar(beta2)).addcmul_(gradient, gradient, new Scalar(1 - beta2));
    Tensor denominator = square.sqrt().div_(new Scalar(root)).add_(new Scalar(EPSILON));
    parameter.addcdiv_(mean, denominator, new Scalar(-rate));
  }

  private static Tensor moment(Map<String, Tensor> moments, String name) {
    Tensor moment = moments.get(name);
    if (moment == null) {
      throw new IllegalStateException("no moment of " + name);
    }
    return moment;
  }

  /** The moments under {@code first.NAME} and {@code second.NAME}: shared, not copied. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    first.forEach((name, moment) -> state.put("first." + name, moment));
    second.forEach((name, moment) -> state.put("second." + name, moment));
    return state;
  }
}
