package dev.clearer.net.kernelgan;

import static dev.clearer.image.MapKind.BLUR;

import dev.clearer.Progress;
import dev.clearer.image.Image;
import dev.clearer.model.BlurForm;
import dev.clearer.model.Estimator;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Footprint;
import dev.clearer.model.Kernels;
import dev.clearer.model.MapSize;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Publication;
import dev.clearer.model.Reach;
import dev.clearer.tensor.Gradients;
import dev.clearer.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * {@link KernelGan} as the estimator of a model: one kernel for the whole picture, which it learns
 * on the picture in minutes. It has no weights.
 */
public final class KernelGanNetwork implements Network, Estimator {
  /** KernelGAN. */
  public static final Family<Config> FAMILY =
      Family.of("kernelgan", new Config(1, 0, 1), KernelGanNetwork::new)
          .workingAlone(new Config(KernelGan.ITERATIONS, 0, 1))
          .published(
              new Publication(
                  2019,
                  "Bell-Kligler, Shocher and Irani: Blind Super-Resolution Kernel Estimation using"
                      + " an Internal-GAN. NeurIPS 2019",
                  List.of(2, 4),
                  181_633,
                  0));

  private static final Set<Integer> SCALES = Set.of(2, 4);

  /** The picture and its maps of gradients; crops have a fixed size. */
  private static final int BYTES_PER_PIXEL = 64;

  private final Config config;
  private final Module module = new Module();

  /**
   * How it learns.
   *
   * @param iterations 3,000 in the reference; 1 to 100,000
   * @param margin pixels that are cut off every side first: 10 in the reference for pictures that
   *     were made by a program, 0 for photographs
   * @param seed of what is drawn at random: other seeds give somewhat other kernels
   */
  public record Config(int iterations, int margin, long seed) {
    /**
     * Checks the ranges.
     *
     * @throws dev.clearer.InputException if a number is out of range
     */
    public Config {
      new KernelGan.Settings(iterations, margin);
    }
  }

  /** Call it outside any scope. */
  public KernelGanNetwork(Config config) {
    this.config = config;
  }

  @Override
  public Module module() {
    return module;
  }

  @Override
  public Facts facts() {
    return new Facts("kernelgan", SCALES, Set.of(BLUR), Set.of(), BlurForm.ONE_KERNEL, 0);
  }

  @Override
  public Footprint footprint(int scale) {
    return new Footprint(1, new Reach.Whole(true), BYTES_PER_PIXEL, MapSize.INPUT);
  }

  @Override
  public PixelMaps estimate(Tensor lowResolution, int scale) {
    return estimate(lowResolution, scale, Progress.NONE);
  }

  @Override
  public PixelMaps estimate(Tensor lowResolution, int scale, Progress progress) {
    return PixelMaps.returning(
        () -> {
          int count = (int) lowResolution.size(0);
          List<Kernels> found = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            Image picture = Tensors.image(lowResolution.narrow(0, i, 1)).clamped();
            Progress own = progress.part((double) i / count, (i + 1.0) / count);
            found.add(kernel(picture, scale, own));
          }
          Tensor[] bases = found.stream().map(Kernels::basis).toArray(Tensor[]::new);
          Tensor all = torch.cat(new TensorVector(bases), 0).to(lowResolution);
          return PixelMaps.of(Kernels.everywhere(all, found.get(0).kind()), scale);
        });
  }

  private Kernels kernel(Image picture, int scale, Progress progress) {
    KernelGan.Settings settings = new KernelGan.Settings(config.iterations, config.margin);
    KernelGan.Kernels kernels =
        Gradients.enabled(() -> KernelGan.find(picture, settings, config.seed, progress));
    return Kernels.told(scale == 2 ? kernels.half() : kernels.quarter(), scale);
  }
}
