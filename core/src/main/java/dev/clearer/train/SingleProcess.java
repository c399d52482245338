package dev.clearer.train;

import java.util.Collection;
import org.bytedeco.pytorch.Tensor;

/** A process that trains alone. */
final class SingleProcess implements ProcessGroup {
  @Override
  public int rank() {
    return 0;
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public void average(Collection<Tensor> tensors) {}

  @Override
  public double[] mean(double... numbers) {
    return numbers;
  }

  @Override
  public void broadcast(Collection<Tensor> tensors) {}

  @Override
  public double[] broadcast(double... numbers) {
    return numbers;
  }

  @Override
  public void askToStop() {}

  @Override
  public void fail(Throwable reason) {}

  @Override
  public void close() {}
}
