package dev.clearer.train;

import dev.clearer.data.Batch;
import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.model.Estimator;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Restorer;
import dev.clearer.tensor.Compute;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.NoGradGuard;
import org.jspecify.annotations.Nullable;

/** Runs estimator and restorer on a whole sample without gradients, and frees all memory. */
final class WholePicture {
  private WholePicture() {}

  /**
   * The maps of {@code estimator}, and the picture that {@code restorer} makes with the true maps.
   */
  static Estimate estimate(
      @Nullable Estimator estimator, @Nullable Restorer restorer, Batch sample, Compute compute) {
    Estimate[] estimate = new Estimate[1];
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            Batch here = sample.to(compute.device());
            compute.run(
                () -> estimate[0] = new Estimate(picture(restorer, here), maps(estimator, here)));
          }
        });
    return Objects.requireNonNull(estimate[0]);
  }

  private static @Nullable Image picture(@Nullable Restorer restorer, Batch sample) {
    return restorer == null
        ? null
        : Tensors.image(restorer.restore(sample.lowResolution(), sample.truth(), sample.scale()));
  }

  private static Map<MapKind, PixelMap> maps(@Nullable Estimator estimator, Batch sample) {
    Map<MapKind, PixelMap> maps = new EnumMap<>(MapKind.class);
    if (estimator != null) {
      int width = (int) sample.sharp().size(3);
      int height = (int) sample.sharp().size(2);
      PixelMaps estimate = estimator.estimate(sample.lowResolution(), sample.scale());
      for (MapKind kind : estimate.planes().keySet()) {
        maps.put(kind, estimate.map(kind).resized(width, height));
      }
    }
    return maps;
  }
}
