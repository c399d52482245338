package dev.clearer.group;

import java.util.Collection;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A single process that trains alone. */
public final class SingleProcess implements ProcessGroup {
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
  public void requireAll() {}

  @Override
  public void leave(@Nullable Throwable reason) {}
}
