package dev.clearer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Reference tensors of which every 13th number is stored, with checksums of each plane of the whole
 * tensor; {@code golden/README.md} describes the files. If the whole file exists beside the
 * repository, all numbers are compared as well.
 */
public final class ThinnedGolden {
  /** A prime that divides no width, so that every row, column and channel is sampled. */
  private static final int STEP = 13;

  /**
   * Allowed error of a plane's checksums, as a share of what random errors of the tolerance would
   * cause. The rounding of the networks causes 0.0007 (measured); a single number that is off by
   * 0.01 deviations in a plane of 100,000 exceeds it.
   */
  private static final double CHECKSUM_SHARE = 0.05;

  /** Sum, mean magnitude and projection of each plane. */
  @SuppressWarnings("ArrayRecordComponent") // lives within one comparison
  private record Checksums(double[] sums, double[] magnitudes, double[] projections) {
    static Checksums of(float[] values, int planeSize) {
      int planes = values.length / planeSize;
      float[] direction = Golden.uniform("projection", planeSize);
      Checksums all = new Checksums(new double[planes], new double[planes], new double[planes]);
      for (int i = 0; i < values.length; i++) {
        int plane = i / planeSize;
        all.sums[plane] += values[i];
        all.magnitudes[plane] += Math.abs(values[i]) / (double) planeSize;
        all.projections[plane] += values[i] * (2.0 * direction[i % planeSize] - 1);
      }
      return all;
    }
  }

  private final Weights thinned;
  private final Optional<Weights> whole;

  ThinnedGolden(Weights thinned, Optional<Weights> whole) {
    this.thinned = thinned;
    this.whole = whole;
  }

  /** The file {@code name}. */
  public static ThinnedGolden read(String name) {
    Optional<Weights> whole = Golden.beside("golden/" + name).map(Weights::read);
    return new ThinnedGolden(Weights.read(Golden.file(name)), whole);
  }

  /** A small tensor that was not thinned. */
  public Tensor whole(String name) {
    return thinned.tensor(name);
  }

  /**
   * Fails unless {@code actual} has the shape of the reference tensor {@code name}, its numbers
   * differ by less than {@code tolerance} standard deviations, and the checksums of its planes
   * agree.
   */
  public void assertClose(String name, Tensor actual, double tolerance) {
    String[] facts = String.valueOf(thinned.metadata().get(name)).split(" ", -1);
    assertEquals(facts[0], shape(actual), name + " shape");
    double allowed = tolerance * Double.parseDouble(facts[1]);
    float[] values = floats(actual);
    assertArrayEquals(
        floats(thinned.tensor(name)), samples(values), (float) allowed, name + " samples");
    int planeSize = Math.toIntExact(actual.size(2) * actual.size(3));
    assertChecksums(name, Checksums.of(values, planeSize), planeSize, allowed * CHECKSUM_SHARE);
    whole.ifPresent(w -> Golden.assertClose(name, w.tensor(name), actual, tolerance));
  }

  private void assertChecksums(String name, Checksums actual, int planeSize, double allowed) {
    double randomSum = allowed * Math.sqrt(planeSize / 3.0);
    compare(name + ".sums", actual.sums, allowed * planeSize);
    compare(name + ".magnitudes", actual.magnitudes, allowed);
    compare(name + ".projections", actual.projections, randomSum);
  }

  private void compare(String name, double[] actual, double allowed) {
    assertArrayEquals(doubles(thinned.tensor(name)), actual, allowed, name);
  }

  private static float[] samples(float[] values) {
    float[] samples = new float[(values.length + STEP - 1) / STEP];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = values[i * STEP];
    }
    return samples;
  }

  private static float[] floats(Tensor tensor) {
    return Tensors.values(tensor.to(torch.ScalarType.Float).contiguous());
  }

  private static double[] doubles(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.numel())];
    tensor.data_ptr_double().get(values);
    return values;
  }

  /**
   * Thins whole files. Arguments: {@code FROM TO NAME...}, two folders and names of files in the
   * first.
   */
  public static void main(String[] arguments) throws Exception {
    for (int i = 2; i < arguments.length; i++) {
      Weights whole = Weights.read(Path.of(arguments[0], arguments[i]));
      Path file = Path.of(arguments[1], arguments[i]);
      Scope.run(() -> thin(whole).write(file));
      assertTrue(Files.size(file) > 0);
    }
  }

  /** Samples, checksums and, as metadata, shapes and standard deviations of all but the inputs. */
  static Weights thin(Weights whole) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> facts = new LinkedHashMap<>();
    for (String name : whole.names()) {
      Tensor tensor = whole.tensor(name);
      if (name.matches("x1|x2|input")) {
        continue; // inputs are derived from their names
      } else if (tensor.dim() != 4) {
        tensors.put(name, tensor);
        continue;
      }
      double deviation = tensor.to(torch.ScalarType.Double).std().item_double();
      facts.put(name, shape(tensor) + " " + deviation);
      float[] values = floats(tensor);
      float[] samples = samples(values);
      Checksums checksums = Checksums.of(values, Math.toIntExact(tensor.size(2) * tensor.size(3)));
      tensors.put(name, Golden.tensor(samples, samples.length));
      tensors.put(name + ".sums", tensor(checksums.sums));
      tensors.put(name + ".magnitudes", tensor(checksums.magnitudes));
      tensors.put(name + ".projections", tensor(checksums.projections));
    }
    return Weights.of(tensors).withMetadata(facts);
  }

  private static String shape(Tensor tensor) {
    return LongStream.of(tensor.shape()).mapToObj(String::valueOf).collect(Collectors.joining("x"));
  }

  private static Tensor tensor(double[] values) {
    torch.ScalarType type = torch.ScalarType.Double;
    return Scope.returning(
        () ->
            torch
                .from_blob(
                    new DoublePointer(values), new long[] {values.length}, new TensorOptions(type))
                .clone());
  }
}
