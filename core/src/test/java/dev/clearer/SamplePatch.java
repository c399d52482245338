package dev.clearer;

import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Resize;
import dev.clearer.tensor.Tensors;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The centre of a sample picture, and the same reduced by bicubic interpolation. */
public final class SamplePatch {
  private static final int SIDE = 192;

  private final Image sharp;
  private final Image reduced;

  private SamplePatch(Image sharp, Image reduced) {
    this.sharp = sharp;
    this.reduced = reduced;
  }

  /** A patch of 192x192 pixels of {@code samples/name}, reduced by bicubic interpolation. */
  public static SamplePatch reduced(String name, int scale) {
    Path file = Path.of(System.getProperty("clearer.root", "."), "samples", name);
    Image picture = ImageFiles.read(file).colour();
    int x = (picture.width() - SIDE) / 2;
    int y = (picture.height() - SIDE) / 2;
    Image sharp = picture.crop(x, y, SIDE, SIDE);
    return new SamplePatch(sharp, Resize.bicubic(sharp, SIDE / scale, SIDE / scale).clamped());
  }

  /** The sharp patch. */
  public Image sharp() {
    return sharp;
  }

  /** The reduced patch. */
  public Image reduced() {
    return reduced;
  }

  /** PSNR gain in dB of {@code restorer} over bicubic interpolation. */
  public double gainOverBicubic(UnaryOperator<Tensor> restorer) {
    double[] gain = new double[1];
    Golden.evaluate(
        () -> {
          Tensor truth = Tensors.of(sharp);
          Tensor bicubic = Tensors.of(Resize.bicubic(reduced, SIDE, SIDE));
          gain[0] = psnr(truth, restorer.apply(Tensors.of(reduced))) - psnr(truth, bicubic);
        });
    return gain[0];
  }

  private static double psnr(Tensor truth, Tensor result) {
    Tensor clamped = result.clamp_min(new Scalar(0)).clamp_max(new Scalar(1));
    return -10 * Math.log10(clamped.sub(truth).square().mean().item_double());
  }
}
