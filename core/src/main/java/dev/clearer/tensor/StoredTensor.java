package dev.clearer.tensor;

import static org.bytedeco.pytorch.global.torch.empty;

import dev.clearer.InputException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.LayoutOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * A tensor in Java memory or in a mapped file: contiguous, row-major, little-endian.
 *
 * @param bytes exactly the elements; its content and position never change
 */
record StoredTensor(DataType type, List<Long> shape, ByteBuffer bytes) {
  StoredTensor {
    shape = List.copyOf(shape);
    if (elements(shape) * type.bytes() != bytes.remaining()) {
      throw new IllegalArgumentException(
          "%d bytes do not hold %s of %s".formatted(bytes.remaining(), shape, type));
    }
  }

  /** A copy of {@code tensor}, from any device and with any strides. */
  static StoredTensor of(Tensor tensor) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.nbytes()));
    Scope.run(() -> view(tensor.detach().cpu().contiguous(), bytes.remaining(), bytes::put));
    long[] sizes = tensor.shape();
    return new StoredTensor(
        DataType.of(tensor.scalar_type()), Arrays.stream(sizes).boxed().toList(), bytes.flip());
  }

  /** Creates a libtorch tensor with these elements on the CPU. */
  Tensor toTensor() {
    Tensor tensor = allocate();
    Scope.run(() -> view(tensor, bytes.remaining(), memory -> memory.put(bytes.duplicate())));
    return tensor;
  }

  /** Number of elements. */
  long elements() {
    return bytes.remaining() / type.bytes();
  }

  /**
   * Converts the elements to {@code target}; integers keep their type.
   *
   * @throws InputException if a number does not fit
   */
  StoredTensor as(DataType target, String name) {
    if (target == type || !type.isFloating() || !target.isFloating()) {
      return this;
    }
    StoredTensor[] converted = new StoredTensor[1];
    Scope.run(
        () -> {
          Tensor before = toTensor();
          Tensor after = before.to(target.torchType());
          if (!after.isfinite().equal(before.isfinite())) {
            throw new InputException(
                "%s holds numbers outside the range of %s. Choose bf16 or f32."
                    .formatted(name, target.label()));
          }
          converted[0] = of(after);
        });
    return converted[0];
  }

  /**
   * The product of {@code shape}.
   *
   * @throws ArithmeticException if it exceeds 2^63
   */
  static long elements(List<Long> shape) {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  private Tensor allocate() {
    return empty(
        shape.stream().mapToLong(Long::longValue).toArray(),
        new ScalarTypeOptional(type.torchType()),
        new LayoutOptional(),
        new DeviceOptional(),
        new BoolOptional(),
        new MemoryFormatOptional());
  }

  private static void view(Tensor tensor, int size, Consumer<ByteBuffer> reader) {
    if (size > 0) {
      reader.accept(new BytePointer(tensor.data_ptr()).capacity(size).asByteBuffer());
    }
  }
}
