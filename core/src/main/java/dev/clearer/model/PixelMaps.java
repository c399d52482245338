package dev.clearer.model;

import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Maps of a picture or a batch, as tensors. An estimator returns them in its own form, and a
 * restorer asks for the form that it needs.
 *
 * @param planes by kind: quantities as (N, 1, h, w) in the kind's unit; classes as scores before
 *     the softmax, (N, K, h, w), or as int64 indices, (N, 1, h, w), {@link
 *     dev.clearer.image.LabelMap#IGNORE} where unknown
 * @param kernels the blur as kernels, if more than sigma is known; the plane of {@link
 *     MapKind#BLUR} is present as well
 * @param features private features that an estimator passes to the restorer of the same network, or
 *     null
 */
public record PixelMaps(
    Map<MapKind, Tensor> planes, @Nullable Kernels kernels, @Nullable Tensor features) {
  /** Uncertainty of a known blur, in pixels of the result. */
  public static final float CERTAIN = 0.02f;

  /** Keeps the order of kinds. */
  public PixelMaps {
    Map<MapKind, Tensor> ordered = new EnumMap<>(MapKind.class);
    ordered.putAll(planes);
    planes = Collections.unmodifiableMap(ordered);
  }

  /** Only planes. */
  public PixelMaps(Map<MapKind, Tensor> planes) {
    this(planes, null, null);
  }

  /** Blur and classes. */
  public static PixelMaps of(Tensor blur, Tensor classes) {
    return new PixelMaps(Map.of(MapKind.BLUR, blur, MapKind.CLASSES, classes));
  }

  /**
   * Kernels, and the sigma that follows from them.
   *
   * @param scale result pixels per input pixel
   */
  public static PixelMaps of(Kernels kernels, int scale) {
    return new PixelMaps(Map.of(MapKind.BLUR, kernels.sigma(scale)), kernels, null);
  }

  /** Runs {@code body} and frees every tensor that it created except those of the result. */
  public static PixelMaps returning(Supplier<PixelMaps> body) {
    return returningAll(() -> List.of(body.get())).get(0);
  }

  /** Like {@link #returning}, for several results. */
  public static List<PixelMaps> returningAll(Supplier<List<PixelMaps>> body) {
    List<PixelMaps> inner = new ArrayList<>();
    Tensor[] tensors =
        Scope.returningAll(
            () -> {
              inner.addAll(body.get());
              return inner.stream().flatMap(m -> m.tensors().stream()).toArray(Tensor[]::new);
            });
    int[] next = {0};
    return inner.stream().map(maps -> maps.each(tensor -> tensors[next[0]++])).toList();
  }

  private List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>();
    each(
        tensor -> {
          tensors.add(tensor);
          return tensor;
        });
    return tensors;
  }

  /** Applies {@code change} to every tensor; all have four dimensions. */
  public PixelMaps each(UnaryOperator<Tensor> change) {
    Map<MapKind, Tensor> changed = new EnumMap<>(MapKind.class);
    planes.forEach((kind, plane) -> changed.put(kind, change.apply(plane)));
    return new PixelMaps(
        changed,
        kernels == null
            ? null
            : kernels.with(change.apply(kernels.basis()), change.apply(kernels.weights())),
        features == null ? null : change.apply(features));
  }

  /**
   * The plane of {@code kind}, unchanged.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor plane(MapKind kind) {
    Tensor plane = planes.get(kind);
    if (plane == null) {
      throw new IllegalArgumentException("nothing is known of the " + kind.label());
    }
    return plane;
  }

  /** Replaces the plane of {@code kind}. Replacing the blur removes the kernels. */
  public PixelMaps with(MapKind kind, Tensor plane) {
    Map<MapKind, Tensor> changed = new EnumMap<>(planes);
    changed.put(kind, plane);
    return new PixelMaps(changed, kind == MapKind.BLUR ? null : kernels, features);
  }

  /** Replaces the blur by kernels, and the sigma by theirs; both as large as the sigma was. */
  public PixelMaps with(Kernels told, int scale) {
    Tensor blur = plane(MapKind.BLUR);
    long[] plane = {blur.size(0), 1, Ops.height(blur), Ops.width(blur)};
    long[] shares = {blur.size(0), told.weights().size(1), plane[2], plane[3]};
    Map<MapKind, Tensor> changed = new EnumMap<>(planes);
    changed.put(MapKind.BLUR, told.sigma(scale).to(blur).expand(plane));
    Tensor basis = told.basis().to(blur);
    return new PixelMaps(
        changed, told.with(basis, told.weights().to(blur).expand(shares)), features);
  }

  /** Removes the private features. */
  public PixelMaps withoutFeatures() {
    return features == null ? this : new PixelMaps(planes, kernels, null);
  }

  /** The quantity {@code kind} resized to the given size: (N, 1, height, width). */
  public Tensor quantity(MapKind kind, long height, long width) {
    return resized(plane(kind), height, width);
  }

  private static Tensor resized(Tensor plane, long height, long width) {
    if (Ops.height(plane) == height && Ops.width(plane) == width) {
      return plane;
    }
    return Ops.height(plane) >= height && Ops.width(plane) >= width
        ? torch.adaptive_avg_pool2d(plane, new long[] {height, width})
        : torch.upsample_bilinear2d(plane, new long[] {height, width}, false);
  }

  /**
   * The blur as {@code wanted} kernels, as far as that is exact: see {@link Kernels#as}. Otherwise
   * null, and sigma is all that is known.
   *
   * @param scale result pixels per input pixel
   */
  public @Nullable Kernels kernels(KernelKind wanted, int scale) {
    return kernels == null ? null : kernels.as(wanted, scale);
  }

  /** Class indices at the given size: int64 (N, 1, height, width). */
  public Tensor classIndices(long height, long width) {
    Tensor plane = plane(MapKind.CLASSES);
    Tensor indices = isIndex(plane) ? plane : Ops.argmaxChannel(plane);
    if (Ops.height(indices) == height && Ops.width(indices) == width) {
      return indices;
    }
    Tensor exact = indices.to(ScalarType.Float);
    return torch.upsample_nearest2d(exact, new long[] {height, width}).to(ScalarType.Long);
  }

  /**
   * Class probabilities at the given size: (N, count, height, width), all 0 where the class is
   * unknown.
   */
  public Tensor classProbabilities(int count, long height, long width) {
    Tensor plane = plane(MapKind.CLASSES);
    if (!isIndex(plane)) {
      return resized(torch.softmax(plane, 1), height, width);
    }
    Tensor classes = torch.arange(new Scalar(count), plane.options()).view(1, -1, 1, 1);
    Tensor oneHot = plane.eq(classes).to(ScalarType.Float);
    return resized(oneHot, height, width);
  }

  /** JavaCPP's scalar types cannot be compared by identity. */
  private static boolean isIndex(Tensor plane) {
    return !plane.is_floating_point();
  }

  /** Whether there is a plane of classes and it holds scores, not indices. */
  public boolean hasScores() {
    Tensor classes = planes.get(MapKind.CLASSES);
    return classes != null && !isIndex(classes);
  }

  /** The map of {@code kind} of the first picture as a Java object. Negative values become 0. */
  public PixelMap map(MapKind kind) {
    Tensor plane = plane(kind);
    long height = Ops.height(plane);
    long width = Ops.width(plane);
    Tensor values = kind.isQuantity() ? plane : classIndices(height, width);
    return new PixelMap(kind, (int) width, (int) height, Tensors.values(values.select(0, 0)))
        .times(1);
  }

  /**
   * Cuts all maps at (x, y), in their own pixels. Maps of a single pixel apply everywhere and stay.
   */
  public PixelMaps crop(long x, long y, long width, long height) {
    UnaryOperator<Tensor> cut =
        plane ->
            plane.size(2) == 1 && plane.size(3) == 1
                ? plane
                : plane.narrow(2, y, height).narrow(3, x, width);
    Map<MapKind, Tensor> cropped = new EnumMap<>(MapKind.class);
    planes.forEach((kind, plane) -> cropped.put(kind, cut.apply(plane)));
    return new PixelMaps(
        cropped,
        kernels == null ? null : kernels.with(kernels.basis(), cut.apply(kernels.weights())),
        features == null ? null : cut.apply(features));
  }
}
