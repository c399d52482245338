package dev.clearer.net.srmd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.InputException;
import dev.clearer.MethodGolden;
import dev.clearer.image.Gaussian;
import dev.clearer.image.MapKind;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Restorer;
import dev.clearer.net.Models;
import dev.clearer.net.kernel.PrincipalComponents;
import dev.clearer.tensor.DataType;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, shapes, intermediates and outputs are those of the reference. */
class SrmdTest {
  /** Noise of float32 against float64 is 9e-6 deviations. */
  private static final double TOLERANCE = 5e-5;

  private static final long[] LR = {1, 3, 17, 23};

  @Test
  void namesAndShapes() {
    MethodGolden.assertNames("srmd_x2", new Srmd(Srmd.Config.published(2, true)));
    MethodGolden.assertNames("srmdnf_x4", new Srmd(Srmd.Config.published(4, false)));
  }

  @Test
  void withNoiseTwice() {
    Srmd network = new Srmd(Srmd.Config.published(2, true));
    Golden.fill(network, "");
    Golden.evaluate(() -> assertGolden(MethodGolden.of("srmd_x2_by_name"), network));
  }

  /** SRMDNF ignores the noise; published weights, where they are at hand, give the golden ones. */
  @Test
  void withoutNoiseFourTimes() {
    Srmd own = new Srmd(Srmd.Config.published(4, false));
    Golden.evaluate(
        () -> {
          Tensor picture = Golden.uniform("srmd/lr", 1, 3, 5, 6);
          Tensor codes = Golden.uniform("srmd/codes", 1, 15, 5, 6);
          Tensor none = own.forward(picture, codes, torch.zeros(1, 1, 5, 6));
          assertTrue(none.equal(own.forward(picture, codes, torch.ones(1, 1, 5, 6))));
          assertEquals(24, none.size(3));
        });
    MethodGolden.published("srmdnf_x4")
        .ifPresent(
            weights ->
                Golden.evaluate(
                    () ->
                        assertGolden(
                            MethodGolden.ofPublished("srmdnf_x4_published").orElseThrow(),
                            read(weights))));
  }

  private static void assertGolden(MethodGolden golden, Srmd network) {
    Tensor picture = Golden.uniform("srmd/lr", LR);
    Tensor codes = golden.tensor("code_map").unsqueeze(0);
    Tensor noise = torch.full(new long[] {1, 1, LR[2], LR[3]}, new Scalar(7 / 255.0));
    Tensor input =
        network.config().noise() ? Ops.concat(picture, codes, noise) : Ops.concat(picture, codes);
    golden.assertClose("conv0", network.layers(input, 1), TOLERANCE);
    golden.assertClose("last_conv", network.layers(input, 12), TOLERANCE);
    golden.assertClose("sr", network.forward(picture, codes, noise), TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({
    "srmdnf_x2, 2, false",
    "srmdnf_x3, 3, false",
    "srmdnf_x4, 4, false",
    "srmd_x2, 2, true",
    "srmd_x3, 3, true",
    "srmd_x4, 4, true"
  })
  void everyPublishedFileIsTakenAsItIs(String file, int scale, boolean noise) {
    Srmd.Config published = Srmd.Config.published(scale, noise);
    assertTakenAsItIs(Weights.of(new Srmd(published)), published);
    MethodGolden.published(file).ifPresent(weights -> assertTakenAsItIs(weights, published));
  }

  private static void assertTakenAsItIs(Weights weights, Srmd.Config published) {
    Srmd network = read(weights);
    assertEquals(published, network.config());
    Golden.evaluate(
        () -> {
          Tensor codes = torch.zeros(1, 15, 5, 6);
          Tensor none = torch.zeros(1, 1, 5, 6);
          Tensor out = network.forward(Golden.uniform("srmd/lr", 1, 3, 5, 6), codes, none);
          assertEquals(6L * published.scale(), out.size(3));
          assertTrue(out.isfinite().all().item_bool());
        });
  }

  @Test
  void weightsUnderThePortsNamesInHalfPrecision() {
    Srmd network = new Srmd(new Srmd.Config(3, true, 4, 8));
    Golden.fill(network, "");
    Weights port =
        Weights.of(network).renamed(name -> name.replace("model.", "Conv_")).as(DataType.F16);
    Srmd read = read(port);
    assertEquals(network.config(), read.config());
    Golden.evaluate(
        () -> {
          Tensor input = Golden.uniform("srmd/port", 1, 19, 7, 8);
          Golden.assertClose("of the port", network.layers(input, 4), read.layers(input, 4), 5e-3);
        });
  }

  @Test
  void otherWeightsAreRefused() {
    Golden.evaluate(
        () -> {
          Weights other = Weights.of(Map.of("model.0.weight", torch.zeros(8, 7, 3, 3)));
          assertFalse(SrmdNetwork.looksLike(other));
          assertThrows(InputException.class, () -> SrmdNetwork.sizes(other));
        });
    assertThrows(InputException.class, () -> new Srmd.Config(5, true, 12, 128));
  }

  private static Srmd read(Weights weights) {
    Weights named = Srmd.named(weights);
    Srmd network = new Srmd(SrmdNetwork.sizes(named));
    named.apply(network);
    return network;
  }

  /** Sigmas in steps of 0.01 become the codes of their Gaussians. */
  @Test
  void aModelToldSigmasTellsTheNetworkTheirCodes() {
    Srmd.Config config = new Srmd.Config(2, false, 3, 8);
    SrmdNetwork model = new SrmdNetwork(config);
    Srmd network = (Srmd) model.module();
    Golden.evaluate(
        () -> {
          Tensor matrix = Weights.of(network).tensor("pca").t().contiguous();
          PrincipalComponents pca = PrincipalComponents.of(15, 15, Tensors.values(matrix));
          Tensor picture = Golden.uniform("srmd/lr", 1, 3, 4, 2);
          Tensor codes = torch.zeros(1, 15, 4, 2);
          codes.narrow(3, 0, 1).copy_(code(pca, 0.83));
          codes.narrow(3, 1, 1).copy_(code(pca, 2.5));
          Tensor sigma = Tensors.of(new float[] {0.83f, 2.5f}, 1, 1, 1, 2).expand(1, 1, 4, 2);
          PixelMaps known = new PixelMaps(Map.of(MapKind.BLUR, sigma));
          Tensor expected = network.forward(picture, codes, torch.zeros(1, 1, 4, 2));
          Golden.assertClose("picture", expected, model.restore(picture, known, 2), 1e-4);
        });
    Golden.beside("peers/srmdnf_x4.safetensors")
        .ifPresent(file -> assertRestoresTheGoldenPicture(file.toString()));
  }

  private static Tensor code(PrincipalComponents pca, double sigma) {
    return Tensors.of(pca.code(Gaussian.isotropic(sigma).sampled(15)), 1, 15, 1, 1);
  }

  /** The golden tensors' codes are of the published matrix and of unrounded sigmas. */
  private static void assertRestoresTheGoldenPicture(String file) {
    MethodGolden golden = MethodGolden.ofPublished("srmdnf_x4_published").orElseThrow();
    Models.Opened opened = Models.network(file);
    assertEquals("srmd", opened.description().name());
    Restorer restorer = Objects.requireNonNull(opened.network().restorer());
    Golden.evaluate(
        () -> {
          Tensor sigma =
              Ops.scale(Golden.uniform("srmd/sigma", 1, 1, LR[2], LR[3]), 3.8).add(new Scalar(0.2));
          PixelMaps known = new PixelMaps(Map.of(MapKind.BLUR, sigma));
          Tensor picture = restorer.restore(Golden.uniform("srmd/lr", LR), known, 4);
          // Sigmas are looked up in steps of 0.01.
          golden.assertClose("sr", picture, 0.1);
        });
  }

  @Test
  void blurAndNoiseOfEveryPixelAreRead() {
    SrmdNetwork network = new SrmdNetwork(new Srmd.Config(2, true, 3, 8));
    Golden.evaluate(
        () -> {
          Tensor picture = Golden.uniform("srmd/lr", 1, 3, 8, 20);
          Tensor sharp = torch.zeros(1, 1, 8, 20);
          Tensor told = sharp.clone();
          told.narrow(3, 10, 10).fill_(new Scalar(3));
          Tensor none = network.restore(picture, maps(sharp, sharp), 2);
          assertTrue(
              none.equal(network.restore(picture, new PixelMaps(Map.of(MapKind.BLUR, sharp)), 2)));
          for (PixelMaps known : List.of(maps(told, sharp), maps(sharp, told))) {
            Tensor changed =
                network
                    .restore(picture, known, 2)
                    .sub(none)
                    .abs()
                    .amax(new long[] {0, 1, 2}, false);
            // Three layers see three pixels far.
            assertEquals(0, changed.narrow(0, 0, 14).max().item_float());
            assertTrue(changed.narrow(0, 14, 26).min().item_float() > 0);
          }
        });
  }

  private static PixelMaps maps(Tensor blur, Tensor noise) {
    return new PixelMaps(Map.of(MapKind.BLUR, blur, MapKind.NOISE, noise));
  }

  @Test
  void weightsWithoutTheirMatrixSayWhereToPutIt(@TempDir Path folder) {
    Srmd network = new Srmd(new Srmd.Config(4, false, 3, 8));
    Path file = folder.resolve("srmdnf.safetensors");
    Weights.of(network).write(file);
    String message =
        assertThrows(InputException.class, () -> Models.network(file.toString())).getMessage();
    assertTrue(
        String.valueOf(message).contains("put srmd_pca_15x225.safetensors into the same folder"),
        message);
    Golden.evaluate(
        () ->
            Weights.of(Map.of("pca", Golden.uniform("srmd/pca", 15, 225)))
                .write(folder.resolve("srmd_pca_15x225.safetensors")));
    assertEquals(network.config(), Models.network(file.toString()).description().config());
  }
}
