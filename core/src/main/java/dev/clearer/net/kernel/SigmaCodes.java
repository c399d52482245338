package dev.clearer.net.kernel;

import dev.clearer.image.BlurKernel;
import dev.clearer.image.Gaussian;
import java.util.function.DoubleFunction;

/**
 * Codes of isotropic Gaussians of every sigma, tabulated in steps of 0.01 pixels: from sigmas to
 * codes for networks that read codes, and from codes to the nearest sigma for blur maps.
 */
public final class SigmaCodes {
  /** Distance of neighbouring sigmas in the table. */
  public static final double STEP = 0.01;

  private final float[][] codes;

  /** Tabulates sigma 0 to {@code greatest} pixels. */
  public SigmaCodes(PrincipalComponents components, double greatest) {
    this(components, greatest, sigma -> Gaussian.isotropic(sigma).sampled(components.size()));
  }

  /**
   * Tabulates the codes of the kernels that {@code kernel} makes of sigma 0 to {@code greatest}.
   */
  public SigmaCodes(
      PrincipalComponents components, double greatest, DoubleFunction<BlurKernel> kernel) {
    codes = new float[(int) Math.round(greatest / STEP) + 1][];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = components.code(kernel.apply(i * STEP));
    }
  }

  /** The greatest sigma of the table. */
  public double greatest() {
    return (codes.length - 1) * STEP;
  }

  /** The code of the tabulated sigma nearest to {@code sigma}. */
  public float[] code(double sigma) {
    int index = (int) Math.round(Math.max(0, sigma) / STEP);
    return codes[Math.min(codes.length - 1, index)].clone();
  }

  /**
   * The sigma whose code is nearest to {@code code} by Euclidean distance. Codes shrink with
   * growing sigma, so that an error of a code weighs more there: at sigma 3 a code's error of 0.005
   * is several tenths of a pixel.
   */
  public double sigma(float... code) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < codes.length; i++) {
      double distance = 0;
      for (int c = 0; c < code.length; c++) {
        double difference = codes[i][c] - code[c];
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        nearest = i;
      }
    }
    return nearest * STEP;
  }

  /**
   * Codes of a map of sigmas, planar: component c of pixel p is at {@code c * sigma.length + p}, as
   * a tensor (1, components, H, W) holds it.
   */
  public float[] map(float... sigma) {
    int components = codes[0].length;
    float[] map = new float[Math.multiplyExact(components, sigma.length)];
    for (int p = 0; p < sigma.length; p++) {
      int index = (int) Math.min(codes.length - 1, Math.round(Math.max(0, sigma[p]) / STEP));
      for (int c = 0; c < components; c++) {
        map[c * sigma.length + p] = codes[index][c];
      }
    }
    return map;
  }

  /** All codes, those of sigma 0, 0.01, ... one after the other. */
  float[] table() {
    int components = codes[0].length;
    float[] table = new float[codes.length * components];
    for (int i = 0; i < codes.length; i++) {
      System.arraycopy(codes[i], 0, table, i * components, components);
    }
    return table;
  }
}
