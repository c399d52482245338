package dev.clearer.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.BlurKernel;
import dev.clearer.image.Gaussian;
import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.model.BlurForm;
import dev.clearer.model.Family;
import dev.clearer.model.Model;
import dev.clearer.model.Network;
import dev.clearer.net.Architecture;
import dev.clearer.net.Description;
import dev.clearer.net.Models;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every estimator with every restorer that fits it, from picture to picture. */
class FittingPairsTest {
  /** KernelGAN needs 66 pixels a side. */
  private static final int LARGE = 66;

  private static final int SMALL = 16;
  private static final Map<String, Models.Opened> NETWORKS = new TreeMap<>();

  private static int threads;

  @BeforeAll
  static void openAll() {
    threads = Device.threads();
    Device.useThreads(1);
    torch.manual_seed(3);
    for (Family<?> family : Architecture.ALL) {
      if (!family.name().equals("pair")) {
        NETWORKS.put(family.name(), opened(family));
      }
    }
  }

  @AfterAll
  static void useAllThreads() {
    Device.useThreads(threads);
  }

  private static <C extends Record> Models.Opened opened(Family<C> family) {
    Network network = family.build().apply(family.example());
    fill(network);
    network.module().eval();
    Description<C> description = new Description<>(family, family.example(), List.of());
    return new Models.Opened(family.name(), description, network);
  }

  /** Stronger weights than those drawn at random, which hardly change a picture. */
  private static void fill(Network network) {
    if (!Weights.of(network.module()).names().isEmpty()) {
      Golden.fill(network.module(), "");
    }
  }

  private static List<Models.Opened> estimators() {
    return NETWORKS.values().stream().filter(n -> n.network().estimator() != null).toList();
  }

  private static List<Models.Opened> restorers() {
    return NETWORKS.values().stream().filter(n -> n.network().restorer() != null).toList();
  }

  private static Image picture(int side) {
    float[][] planes = new float[3][];
    for (int c = 0; c < 3; c++) {
      planes[c] = Golden.uniform("pairs/" + c, side * side);
    }
    return Image.of(side, side, planes);
  }

  private static Result restored(Model model, Image picture, Correction correction) {
    Upscaler.Settings settings = new Upscaler.Settings(Precision.F32, 256L << 20);
    Task task = Task.scale(model.bestScale()).with(correction);
    return new Upscaler(model, settings).upscale(picture, task, Progress.NONE);
  }

  @Test
  void everyFittingPairRestoresAPicture() {
    List<String> pairs = new ArrayList<>();
    List<String> misfits = new ArrayList<>();
    for (Models.Opened estimator : estimators()) {
      Image picture = picture(estimator.name().equals("kernelgan") ? LARGE : SMALL);
      for (Models.Opened restorer : restorers()) {
        String name = estimator.name() + " + " + restorer.name();
        try {
          Model model = Models.of(estimator, restorer);
          Result result = restored(model, picture, Correction.NONE);
          assertEquals(picture.width() * model.bestScale(), result.picture().width(), name);
          assertEquals(model.maps(), result.estimated().keySet(), name);
          pairs.add(name);
        } catch (InputException misfit) {
          misfits.add(name + ": " + misfit.getMessage());
        }
      }
    }
    assertTrue(pairs.contains("manet + srmd"), pairs::toString);
    assertTrue(pairs.contains("kernelgan + zssr"), pairs::toString);
    assertTrue(pairs.contains("ikc-predictor + usrnet"), pairs::toString);
    assertTrue(pairs.contains("cmos + dmbsr"), pairs::toString);
    // Only restorers that read classes, noise or uncertainty do not fit all estimators.
    misfits.forEach(
        misfit -> assertTrue(misfit.matches(".* \\+ (compact|photo|rrdb-sft): .*"), misfit));
    assertEquals(estimators().size() * restorers().size(), pairs.size() + misfits.size());
  }

  /** A blurrier picture than told comes out otherwise than a sharper one. */
  @Test
  void restorersObeyTheBlurThatTheyAreTold() {
    Models.Opened estimator = Objects.requireNonNull(NETWORKS.get("photo"));
    for (Models.Opened restorer : restorers()) {
      Model model =
          Models.of(estimator, restorer.name().matches("compact|rrdb-sft") ? compact() : restorer);
      boolean blind = !model.restorer().facts().reads(MapKind.BLUR);
      if (blind) {
        assertThrows(
            InputException.class,
            () -> restored(model, picture(SMALL), Correction.uniform(1)),
            restorer.name());
        continue;
      }
      Image sharp = restored(model, picture(SMALL), Correction.uniform(0.5)).picture();
      Image wide = restored(model, picture(SMALL), Correction.uniform(3)).picture();
      boolean same = true;
      for (int c = 0; c < 3; c++) {
        same &= Arrays.equals(sharp.plane(c), wide.plane(c));
      }
      assertFalse(same, restorer.name());
    }
  }

  private static Models.Opened compact() {
    return Objects.requireNonNull(NETWORKS.get("compact"));
  }

  @Test
  void aKernelIsToldAsItIsOrAsItsSigma() {
    BlurKernel kernel = Gaussian.isotropic(2).sampled(33, 17.5, 17.5);
    for (Models.Opened restorer : List.of(NETWORKS.get("usrnet"), NETWORKS.get("srmd"))) {
      Model model = Models.of(compact(), restorer);
      Result result = restored(model, picture(SMALL), Correction.of(kernel));
      assertEquals(2, result.required(MapKind.BLUR).mean(), 0.02, restorer.name());
    }
    assertEquals(BlurForm.ONE_KERNEL, NETWORKS.get("usrnet").network().restorer().facts().blur());
  }
}
