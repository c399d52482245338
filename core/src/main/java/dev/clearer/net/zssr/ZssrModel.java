package dev.clearer.net.zssr;

import static dev.clearer.image.MapKind.BLUR;

import dev.clearer.Progress;
import dev.clearer.image.BlurKernel;
import dev.clearer.image.Gaussian;
import dev.clearer.image.Image;
import dev.clearer.model.BlurForm;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Footprint;
import dev.clearer.model.KernelKind;
import dev.clearer.model.Kernels;
import dev.clearer.model.MapSize;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Publication;
import dev.clearer.model.Reach;
import dev.clearer.model.Restorer;
import dev.clearer.tensor.Gradients;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * {@link Zssr} as the restorer of a model: it learns on the picture, in minutes, and has no
 * weights. It knows one kernel for the whole picture: the one that it is told, or the Gaussian of
 * the mean sigma. Told no blur, or a sigma of 0, it works as ZSSR does for pictures that were
 * reduced by bicubic interpolation.
 *
 * <p>At x4 with a kernel it learns in two runs as KernelGAN's copy of ZSSR does. The kernel of the
 * first run, at x2, which only gives the second its start, is the Gaussian that gives the kernel's
 * sigma if both halvings have it: that of KernelGAN is not handed over.
 */
public final class ZssrModel implements Network, Restorer {
  /** ZSSR. */
  public static final Family<Config> FAMILY =
      Family.of("zssr", new Config(1, 1), ZssrModel::new)
          .workingAlone(new Config(Zssr.ITERATIONS, 1))
          .published(
              new Publication(
                  2018,
                  "Shocher, Cohen and Irani: \"Zero-Shot\" Super-Resolution using Deep Internal"
                      + " Learning. CVPR 2018",
                  List.of(2, 3, 4),
                  224_640,
                  0));

  private static final Set<Integer> SCALES = Set.of(2, 3, 4);
  private static final double SHARP = 0.05;
  private static final int KERNEL_SIZE = 31;

  /** Ratio of the sigmas of two equal halvings in one and of each. */
  private static final double TWO_HALVINGS = Math.sqrt(5);

  private static final int BYTES_PER_RESULT_PIXEL = 100;

  private final Config config;
  private final Module module = new Module();

  /**
   * How it learns.
   *
   * @param iterations at most, of each run: 3,000 in the reference; 1 to 100,000
   * @param seed of what is drawn at random
   */
  public record Config(int iterations, long seed) {
    /**
     * Checks the ranges.
     *
     * @throws dev.clearer.InputException if a number is out of range
     */
    public Config {
      Zssr.Settings.KERNEL.withIterations(iterations);
    }
  }

  /** Call it outside any scope. */
  public ZssrModel(Config config) {
    this.config = config;
  }

  @Override
  public Module module() {
    return module;
  }

  @Override
  public Facts facts() {
    return new Facts("zssr", SCALES, Set.of(), Set.of(BLUR), BlurForm.ONE_KERNEL, 0);
  }

  @Override
  public Footprint footprint(int scale) {
    int bytes = BYTES_PER_RESULT_PIXEL * scale * scale;
    return new Footprint(1, new Reach.Whole(true), bytes, MapSize.INPUT);
  }

  @Override
  public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
    return restore(lowResolution, known, scale, Progress.NONE);
  }

  @Override
  public Tensor restore(Tensor lowResolution, PixelMaps known, int scale, Progress progress) {
    return Scope.returning(
        () -> {
          int count = (int) lowResolution.size(0);
          List<Tensor> restored = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            Image picture = Tensors.image(lowResolution.narrow(0, i, 1)).clamped();
            Progress own = progress.part((double) i / count, (i + 1.0) / count);
            Image result = enlarged(picture, kernels(known, i, scale), scale, own);
            restored.add(Tensors.of(result));
          }
          TensorVector all = new TensorVector(restored.toArray(Tensor[]::new));
          return torch.cat(all, 0).to(lowResolution);
        });
  }

  private Image enlarged(
      Image picture, Map<Integer, BlurKernel> kernels, int scale, Progress progress) {
    Zssr.Settings usual = kernels.isEmpty() ? Zssr.Settings.CUBIC : Zssr.Settings.KERNEL;
    Zssr.Settings settings = usual.withIterations(config.iterations);
    return Gradients.enabled(
        () -> Zssr.enlarge(picture, scale, kernels, settings, config.seed, progress));
  }

  /** The kernels of the runs by their scales; none for bicubic reduction. */
  private static Map<Integer, BlurKernel> kernels(PixelMaps known, int index, int scale) {
    if (!known.planes().containsKey(BLUR)) {
      return Map.of();
    }
    double sigma = known.plane(BLUR).narrow(0, index, 1).mean().item_double();
    Kernels told = known.kernels(KernelKind.REDUCTION, scale);
    if (told == null && sigma < SHARP) {
      return Map.of();
    }
    Map<Integer, BlurKernel> kernels = new TreeMap<>();
    kernels.put(scale, told == null ? gaussian(sigma, scale) : file(told.of(index), scale));
    if (scale == 4) {
      kernels.put(2, gaussian(sigma / TWO_HALVINGS, 2));
    }
    return kernels;
  }

  /** Gaussian blur and bicubic reduction in one. */
  private static BlurKernel gaussian(double sigma, int scale) {
    float[] taps = Gaussian.isotropic(sigma).sampled(KERNEL_SIZE).floats();
    Tensor blur = Tensors.of(taps, 1, 1, KERNEL_SIZE, KERNEL_SIZE);
    return file(Kernels.everywhere(blur, KernelKind.BLUR), scale);
  }

  private static BlurKernel file(Kernels kernels, int scale) {
    return Objects.requireNonNull(kernels.toFile(scale));
  }
}
