package dev.clearer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Golden data of the reference implementation, and the rule that derives its weights and inputs.
 */
public final class Golden {
  private static final Set<String> GIA_SCALARS = Set.of("s1", "s2", "c1", "c2");

  private Golden() {}

  /** The file {@code name} of {@code src/test/resources/golden}. */
  public static Path file(String name) {
    URL resource = Golden.class.getResource("/golden/" + name);
    if (resource == null) {
      return fail("there is no golden file " + name + " among the test resources");
    }
    try {
      return Path.of(resource.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * A file or folder of research data that may exist beside the repository. Tests use it in
   * addition to their own data and never require it.
   */
  public static Optional<Path> beside(String name) {
    String root = System.getProperty("clearer.root", ".");
    return Optional.of(Path.of(root, "../shared", name).normalize()).filter(Files::exists);
  }

  /**
   * The folders of this name in the golden data: the one in the repository, and the one beside it.
   */
  public static List<Path> folders(String name) {
    return Stream.concat(Stream.of(file(name)), beside("golden/" + name).stream()).toList();
  }

  /** Uniform numbers in [0, 1), seeded by {@code name}. */
  public static float[] uniform(String name, int elements) {
    return numbers(name, elements, u -> u);
  }

  /** A tensor of {@link #uniform} numbers. */
  public static Tensor uniform(String name, long... shape) {
    return tensor(
        uniform(name, Math.toIntExact(LongStream.of(shape).reduce(1, (a, b) -> a * b))), shape);
  }

  /** A tensor of the given numbers. */
  public static Tensor tensor(float[] values, long... shape) {
    return Scope.returning(() -> torch.from_blob(new FloatPointer(values), shape).clone());
  }

  /** The elements of a weight; {@code ownedByNorm} is true for the weights of a batch norm. */
  public static float[] weight(String name, List<Long> shape, boolean ownedByNorm) {
    int elements = Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b));
    String own = name.substring(name.lastIndexOf('.') + 1);
    if (own.equals("num_batches_tracked")) {
      return new float[elements];
    }
    if (ownedByNorm) {
      return switch (own) {
        case "weight" -> numbers(name, elements, u -> 1 + 0.1 * (2 * u - 1));
        case "running_var" -> numbers(name, elements, u -> 1 + 0.25 * (2 * u - 1));
        default -> numbers(name, elements, u -> 0.1 * (2 * u - 1));
      };
    }
    double scale =
        GIA_SCALARS.contains(own)
            ? 0.05
            : shape.size() >= 2 ? Math.sqrt(3.0 / ((double) elements / shape.get(0))) : 0.1;
    return numbers(name, elements, u -> (2 * u - 1) * scale);
  }

  /** Fills {@code module} by the rule; {@code prefix} is prepended to the names of its weights. */
  public static void fill(Module module, String prefix) {
    Scope.run(
        () -> {
          Weights own = Weights.of(module);
          Map<String, Tensor> filled = new LinkedHashMap<>();
          for (String name : own.names()) {
            List<Long> shape = own.shape(name);
            float[] values = weight(prefix + name, shape, ownedByNorm(name, own.names()));
            filled.put(name, tensor(values, shape.stream().mapToLong(Long::longValue).toArray()));
          }
          Weights.of(filled).apply(module);
        });
  }

  /** Whether the module that owns the tensor {@code name} is a batch norm. */
  public static boolean ownedByNorm(String name, Set<String> names) {
    return names.contains(name.substring(0, name.lastIndexOf('.') + 1) + "running_mean");
  }

  /** Runs {@code body} without gradients and frees the tensors that it creates. */
  public static void evaluate(Runnable body) {
    Scope.run(
        () -> {
          try (NoGradGuard noGrad = new NoGradGuard()) {
            body.run();
          }
        });
  }

  /** Fails unless {@code max|actual - expected| / std(expected)} is below {@code tolerance}. */
  public static void assertClose(String what, Tensor expected, Tensor actual, double tolerance) {
    assertEquals(
        Arrays.toString(expected.shape()), Arrays.toString(actual.shape()), what + " shape");
    double error = relativeError(expected, actual);
    assertTrue(error < tolerance, () -> "%s is off by %.3g deviations".formatted(what, error));
  }

  private static double relativeError(Tensor expected, Tensor actual) {
    double[] error = new double[1];
    Scope.run(
        () -> {
          Tensor wide = expected.to(torch.ScalarType.Double);
          Tensor difference = actual.to(torch.ScalarType.Double).sub(wide).abs().max();
          error[0] = difference.div(wide.std()).item_double();
        });
    return error[0];
  }

  private static float[] numbers(String name, int elements, DoubleUnaryOperator rule) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    float[] numbers = new float[elements];
    for (int i = 0; i < elements; i++) {
      long z = hash + (i + 1) * 0x9E3779B97F4A7C15L;
      z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
      z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      numbers[i] = (float) rule.applyAsDouble((z >>> 40) / (double) (1 << 24));
    }
    return numbers;
  }
}
