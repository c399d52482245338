package dev.clearer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.clearer.tensor.DataType;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Golden data of the reference implementation of another method: a file of {@code /golden/methods}.
 * Of larger tensors only every 2nd or 4th pixel is stored.
 */
public final class MethodGolden {
  private static final String FOLDER = "/golden/methods/";

  private final Weights tensors;

  private MethodGolden(Weights tensors) {
    this.tensors = tensors;
  }

  /** The file {@code name}.safetensors among the resources. */
  public static MethodGolden of(String name) {
    String file = FOLDER + name + ".safetensors";
    try (InputStream stream = resource(file)) {
      return new MethodGolden(Weights.read(stream, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Published weights that may exist beside the repository. Tests use them in addition to their own
   * weights and never require them.
   */
  public static Optional<Weights> published(String name) {
    return Golden.beside("peers/" + name + ".safetensors").map(Weights::read);
  }

  /** Like {@link #of}, for golden tensors that need published weights. */
  public static Optional<MethodGolden> ofPublished(String name) {
    return Golden.beside("golden/methods/" + name + ".safetensors")
        .map(file -> new MethodGolden(Weights.read(file)));
  }

  /** A tensor of uniform numbers in [-1, 1), seeded by {@code name}. */
  public static Tensor signed(String name, long... shape) {
    return Scope.returning(() -> Ops.scale(Golden.uniform(name, shape), 2).sub(new Scalar(1)));
  }

  /** All tensors of the file. */
  public Weights weights() {
    return tensors;
  }

  /** The tensor {@code name} in full. */
  public Tensor tensor(String name) {
    return tensors.tensor(name);
  }

  /** Fails unless {@code actual} equals the tensor {@code name} at the stored pixels. */
  public void assertClose(String name, Tensor actual, double tolerance) {
    Pattern thinned = Pattern.compile(Pattern.quote(name) + "_every_(\\d)[a-z]{2}(_pixel)?");
    for (String stored : tensors.names()) {
      Matcher matcher = thinned.matcher(stored);
      if (stored.equals(name)) {
        Golden.assertClose(name, tensor(stored), actual, tolerance);
        return;
      }
      if (matcher.matches()) {
        Tensor kept = Ops.everyNth(actual, Integer.parseInt(matcher.group(1)));
        Golden.assertClose(stored, tensor(stored), kept, tolerance);
        return;
      }
    }
    throw new AssertionError(name + " is not among " + tensors.names());
  }

  /** Fails unless the names and shapes of {@code network} are those in {@code name}.tsv. */
  public static void assertNames(String name, Module network) {
    assertNames(name, Weights.of(network));
  }

  /** Fails unless the names and shapes of {@code weights} are those in {@code name}.tsv. */
  public static void assertNames(String name, Weights weights) {
    Set<String> actual = new TreeSet<>();
    weights.names().forEach(tensor -> actual.add(row(weights, tensor)));
    assertEquals(String.join("\n", rows(name)), String.join("\n", actual));
  }

  /** The lines of {@code name}.tsv. */
  public static Set<String> rows(String name) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(resource(FOLDER + name + ".tsv"), StandardCharsets.UTF_8))) {
      return lines.lines().collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String row(Weights weights, String name) {
    List<Long> shape = weights.shape(name);
    String sizes = shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
    String type = weights.type(name) == DataType.I64 ? "int64" : "float32";
    return String.join("\t", name, type, shape.isEmpty() ? "scalar" : sizes);
  }

  private static InputStream resource(String file) {
    return assertNotNullStream(MethodGolden.class.getResourceAsStream(file), file);
  }

  private static InputStream assertNotNullStream(InputStream stream, String file) {
    assertNotNull(stream, file);
    return stream;
  }
}
