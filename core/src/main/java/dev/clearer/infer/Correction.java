package dev.clearer.infer;

import static org.bytedeco.pytorch.global.torch.where;

import dev.clearer.InputException;
import dev.clearer.image.BlurKernel;
import dev.clearer.image.BlurMap;
import dev.clearer.image.MapKind;
import dev.clearer.image.Resize;
import dev.clearer.model.Facts;
import dev.clearer.model.Kernels;
import dev.clearer.model.MapSize;
import dev.clearer.model.PixelMaps;
import dev.clearer.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How the restorer is told something else than was estimated.
 *
 * @param blur sigma in pixels of the result, as large as the result or the input or a single pixel
 *     for all; null to keep the estimate
 * @param kernel the kernel of the whole picture, null if it is not known: blur and reduction in
 *     one, as {@link Kernels#told} takes it; not beside a blur or a strength
 * @param strength factor of every sigma, over 0 and at most {@link #STRONGEST}
 * @param denoise factor of the noise, 0 (all noise is kept) to {@link #STRONGEST}
 */
public record Correction(
    @Nullable BlurMap blur, @Nullable BlurKernel kernel, double strength, double denoise) {
  /** The largest factor. */
  public static final double STRONGEST = 10;

  /** Keeps the estimate. */
  public static final Correction NONE = new Correction(null, null, 1, 1);

  /** A blur that differs from its estimate by less, in pixels, was not changed by anybody. */
  private static final double SAME = 0.15;

  /** Checks the ranges. */
  public Correction {
    if (!(strength > 0 && strength <= STRONGEST)) {
      throw new InputException(
          "The strength must be over 0 and at most 10, not %s.".formatted(strength));
    }
    if (!(denoise >= 0 && denoise <= STRONGEST)) {
      throw new InputException("The denoising must be 0 to 10, not %s.".formatted(denoise));
    }
    if (kernel != null && (blur != null || strength != 1)) {
      throw new InputException(
          "A kernel is the whole blur: leave the strength and the blur map out.");
    }
  }

  /** The same sigma everywhere, in pixels of the result. */
  public static Correction uniform(double sigma) {
    return of(new BlurMap(1, 1, new float[] {(float) sigma}));
  }

  /** A known blur, in pixels of the result. */
  public static Correction of(BlurMap blur) {
    return new Correction(blur, null, 1, 1);
  }

  /** A known kernel, at the scale that the picture is restored at. */
  public static Correction of(BlurKernel kernel) {
    return new Correction(null, kernel, 1, 1);
  }

  /** The same with another blur, null for the estimate. */
  public Correction withBlur(@Nullable BlurMap known) {
    return new Correction(known, kernel, strength, denoise);
  }

  /** The same with another strength. */
  public Correction withStrength(double factor) {
    return new Correction(blur, kernel, factor, denoise);
  }

  /** The same with another factor of the noise. */
  public Correction withDenoise(double factor) {
    return new Correction(blur, kernel, strength, factor);
  }

  /**
   * Checks that a restorer reads what is corrected.
   *
   * @throws InputException if it does not
   */
  void requireReadBy(Facts restorer) {
    if (changesBlur() && !restorer.reads(MapKind.BLUR)) {
      throw new InputException(
          "%s reads no blur: leave the blur and its strength out, or choose another restorer."
              .formatted(restorer.name()));
    }
    if (denoise != 1 && !restorer.reads(MapKind.NOISE)) {
      throw new InputException(
          "%s reads no noise level: leave the denoising out, or choose another restorer."
              .formatted(restorer.name()));
    }
  }

  /**
   * The same with its map in the size of the maps that are estimated.
   *
   * @param width of the picture
   * @param height of the picture
   * @param scale result pixels per input pixel
   * @param maps size of the estimated maps
   * @throws InputException if the map has another size
   */
  Correction resized(int width, int height, int scale, MapSize maps) {
    if (blur == null) {
      return this;
    }
    requireSize(blur, width, height, scale);
    return withBlur(Resize.bilinear(blur, maps.covering(width), maps.covering(height)));
  }

  /**
   * Corrects the maps of a tile of a padded picture, after {@link #resized}: where the blur is
   * changed it counts as certain.
   *
   * @param maps all that {@code tile} reads
   * @param tile in pixels of the maps
   * @param unit what becomes of a sigma of 1 in {@link #blur}
   * @param scale result pixels per input pixel
   */
  PixelMaps apply(PixelMaps maps, Tiles.Tile tile, float unit, int scale) {
    PixelMaps corrected = maps;
    if (kernel != null && maps.planes().containsKey(MapKind.BLUR)) {
      corrected = certain(maps.with(Kernels.told(kernel, scale), scale));
    } else if (changesBlur() && maps.planes().containsKey(MapKind.BLUR)) {
      Tensor estimate = maps.plane(MapKind.BLUR);
      Tensor sigma = corrected(estimate, tile, unit);
      corrected = maps.with(MapKind.BLUR, sigma);
      if (maps.planes().containsKey(MapKind.UNCERTAINTY)) {
        Tensor same = sigma.sub(estimate).abs().lt(new Scalar(SAME * unit));
        Tensor uncertainty = maps.plane(MapKind.UNCERTAINTY);
        Tensor certain = uncertainty.clamp_max(new Scalar(PixelMaps.CERTAIN));
        corrected = corrected.with(MapKind.UNCERTAINTY, where(same, uncertainty, certain));
      }
    }
    if (denoise != 1 && maps.planes().containsKey(MapKind.NOISE)) {
      Tensor noise = maps.plane(MapKind.NOISE).mul(new Scalar(denoise));
      corrected = corrected.with(MapKind.NOISE, noise);
    }
    return corrected;
  }

  private static PixelMaps certain(PixelMaps maps) {
    Tensor uncertainty = maps.planes().get(MapKind.UNCERTAINTY);
    return uncertainty == null
        ? maps
        : maps.with(MapKind.UNCERTAINTY, uncertainty.clamp_max(new Scalar(PixelMaps.CERTAIN)));
  }

  private Tensor corrected(Tensor estimate, Tiles.Tile tile, float unit) {
    if (blur == null) {
      return estimate.mul(new Scalar(strength));
    }
    float[] sigma = new float[tile.width() * tile.height()];
    for (int y = 0; y < tile.height(); y++) {
      for (int x = 0; x < tile.width(); x++) {
        sigma[y * tile.width() + x] =
            unit * (float) strength * known(blur, tile.y() + y, tile.x() + x);
      }
    }
    return Tensors.of(sigma, 1, 1, tile.height(), tile.width())
        .to(estimate.device(), estimate.scalar_type());
  }

  /** Whether it changes nothing. */
  boolean isNone() {
    return !changesBlur() && denoise == 1;
  }

  private boolean changesBlur() {
    return blur != null || kernel != null || strength != 1;
  }

  private static float known(BlurMap map, int y, int x) {
    int row = Padding.mirrored(y, map.height());
    return Math.max(0, map.at(row, Padding.mirrored(x, map.width())));
  }

  private static void requireSize(BlurMap map, int width, int height, int scale) {
    boolean single = map.width() == 1 && map.height() == 1;
    boolean input = map.width() == width && map.height() == height;
    boolean result = map.width() == width * scale && map.height() == height * scale;
    if (!single && !input && !result) {
      throw new InputException(
          "The blur map is %dx%d, but the picture is %dx%d and its result %dx%d: it must be as large as one of them."
              .formatted(map.width(), map.height(), width, height, width * scale, height * scale));
    }
  }
}
