package dev.clearer.net.ikc;

import static dev.clearer.image.MapKind.BLUR;

import dev.clearer.model.BlurForm;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Footprint;
import dev.clearer.model.MapSize;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Publication;
import dev.clearer.model.Reach;
import dev.clearer.model.Restorer;
import dev.clearer.net.kernel.KernelCoder;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * IKC's restorer {@link Sftmd} alone as the restorer of a model. Told one kernel it works as in
 * IKC; told a sigma or kernel a pixel it reads a code at every pixel, which is our extension: see
 * {@link KernelCoder} for what is lost on the way.
 */
public final class SftmdNetwork implements Network, Restorer {
  /** SFTMD, IKC's restorer. */
  public static final Family<Sftmd.Config> FAMILY =
      Family.of("sftmd", new Sftmd.Config(4, 1, 7, 3), SftmdNetwork::new)
          .renaming(Sftmd::used)
          .recognising(SftmdNetwork::looksLike, SftmdNetwork::sizes)
          .with(CodeMatrix.COMPANION)
          .published(
              new Publication(
                  2019,
                  "Gu, Lu, Zuo and Dong: Blind Super-Resolution with Iterative Kernel Correction. CVPR"
                      + " 2019",
                  List.of(2, 3, 4),
                  4_234_691,
                  94.1));

  private static final String BLOCK = "SFT-residual";

  private final Sftmd network;
  private final KernelCoder coder;

  /** A network with random weights; build it outside any scope. */
  public SftmdNetwork(Sftmd.Config config) {
    network = new Sftmd(config);
    coder = CodeMatrix.addTo(network, config.kernelSize(), config.components());
  }

  /** Whether names of {@code weights} are those of {@link Sftmd}. */
  public static boolean looksLike(Weights weights) {
    return weights.names().containsAll(List.of("conv_mid.weight", BLOCK + "1.conv1.weight"));
  }

  /** The sizes of {@code weights} that look like it. */
  public static Sftmd.Config sizes(Weights weights) {
    return sizes(weights, CodeMatrix.kernelSize(weights));
  }

  static Sftmd.Config sizes(Weights weights, int kernelSize) {
    int blocks = 0;
    while (weights.has(BLOCK + (blocks + 1) + ".")) {
      blocks++;
    }
    List<Long> up = weights.shape("upscale.0.weight");
    List<Long> sft = weights.shape("sft.mul_conv1.weight");
    boolean twoStages = weights.names().contains("upscale.3.weight");
    int factor = (int) Math.round(Math.sqrt((double) up.get(0) / up.get(1)));
    int components = (int) (sft.get(1) - up.get(1));
    return new Sftmd.Config(twoStages ? 4 : factor, blocks, kernelSize, components);
  }

  @Override
  public Module module() {
    return network;
  }

  @Override
  public Facts facts() {
    return facts("sftmd", network.config());
  }

  static Facts facts(String name, Sftmd.Config config) {
    return new Facts(name, Set.of(config.scale()), Set.of(BLUR), Set.of(), BlurForm.KERNELS, 0);
  }

  @Override
  public Footprint footprint(int scale) {
    return footprint(network.config(), new Reach.Pixels(OVERLAP, 1));
  }

  /** Tiles overlap by so many low-resolution pixels: the layers look farther, but hardly. */
  static final int OVERLAP = 32;

  /** Measured at the published sizes in float32, rounded up: at the input's size, and beyond. */
  private static final int BYTES_PER_PIXEL = 3000;

  private static final int BYTES_PER_RESULT_PIXEL = 800;

  static Footprint footprint(Sftmd.Config config, Reach reach) {
    int bytes = BYTES_PER_PIXEL + BYTES_PER_RESULT_PIXEL * config.scale() * config.scale();
    return new Footprint(1, reach, bytes, MapSize.INPUT);
  }

  @Override
  public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
    return restored(network, coder, lowResolution, known);
  }

  static Tensor restored(Sftmd network, KernelCoder coder, Tensor lowResolution, PixelMaps known) {
    int scale = network.config().scale();
    long height = Ops.height(lowResolution);
    Tensor codes = coder.codes(known, scale, height, Ops.width(lowResolution));
    return network.forward(lowResolution, codes);
  }
}
