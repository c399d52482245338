package dev.clearer.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.net.BlindSr;
import dev.clearer.net.Cmos;
import dev.clearer.net.Gia;
import dev.clearer.net.Hrnet;
import dev.clearer.net.RrdbSft;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Processor;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The upscaler with the paper's network, in small. */
class PaperUpscalerTest {
  private static final Gia.Window WINDOW = new Gia.Window(3, 4);
  private static final BlindSr.Config SMALL =
      new BlindSr.Config(
          new Cmos.Config(
              5,
              new Hrnet.Config(4, List.of(4, 6, 8, 8), List.of(1, 1, 1), 1),
              List.of(2, 3, 4, 2),
              WINDOW),
          new RrdbSft.Config(8, 4, 1, 2, WINDOW));

  /** The most pixels of a tile, where all fit into one. */
  private static final int WHOLE = 1 << 20;

  private static int threads;

  @BeforeAll
  static void useOneThread() {
    threads = Processor.threads();
    Processor.useThreads(1);
  }

  @AfterAll
  static void useAllThreads() {
    Processor.useThreads(threads);
  }

  private static BlindSr network() {
    BlindSr network = new BlindSr(SMALL);
    Golden.fill(network, "");
    network.eval();
    return network;
  }

  private static Upscaler upscaler(BlindSr network, int scale, long memory) {
    Upscaler.Settings settings = new Upscaler.Settings(scale, Precision.F32, memory);
    return Upscaler.load(Weights.of(network), SMALL, settings);
  }

  private static Image picture(int width, int height) {
    float[][] planes = new float[3][];
    for (int c = 0; c < 3; c++) {
      planes[c] = Golden.uniform("plane" + c, width * height);
    }
    return Image.of(width, height, planes);
  }

  private static float[] clamped(Tensor picture, int channel) {
    float[] values = Tensors.image(picture).plane(channel).clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, Math.min(1, values[i]));
    }
    return values;
  }

  private static float[] indices(LabelMap labels) {
    float[] indices = new float[labels.classes().length];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = labels.classes()[i];
    }
    return indices;
  }

  @Test
  void ofAWholePictureItMakesWhatTheNetworkMakes() {
    BlindSr network = network();
    Image picture = picture(21, 17);
    Upscaler.Result result = upscaler(network, 4, 1 << 30).upscale(picture, Progress.NONE);
    assertEquals(84, result.picture().width());
    assertEquals(68, result.picture().height());
    Golden.evaluate(
        () -> {
          BlindSr.Result expected = network.forward(Tensors.of(picture));
          for (int c = 0; c < 3; c++) {
            assertArrayEquals(
                clamped(expected.picture(), c), result.picture().plane(c), 1e-6f, "plane " + c);
          }
          assertArrayEquals(
              Tensors.blurMap(expected.blur()).sigma(), result.blurMap().sigma(), 1e-6f);
          float[] classes = Tensors.values(expected.classes());
          assertArrayEquals(classes, indices(result.labels()));
        });
  }

  @Test
  void toldTheBlurItRestoresByThat() {
    BlindSr network = network();
    Image picture = picture(12, 9);
    float[] sigma = Golden.uniform("sigma", 48 * 36);
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] *= 3;
    }
    BlurMap truth = new BlurMap(48, 36, sigma);
    Upscaler.Result result =
        upscaler(network, 4, 1 << 30).upscale(picture, new BlurCorrection(truth, 1), Progress.NONE);
    assertArrayEquals(sigma, result.blurMap().sigma(), 1e-6f);
    Golden.evaluate(
        () -> {
          Tensor input = Tensors.of(picture);
          BlindSr.Result blind = network.forward(input);
          Tensor classes = blind.classes().to(ScalarType.Float);
          Tensor expected = network.forward(input, Tensors.blurMaps(truth), classes);
          assertArrayEquals(clamped(expected, 1), result.picture().plane(1), 1e-6f);
          double difference =
              meanDifference(clamped(blind.picture(), 1), result.picture().plane(1));
          assertTrue(difference > 1e-3, "told or not differs by " + difference);
        });
  }

  /** Counts pixels as bytes, so that both halves of a small picture are done in tiles. */
  private record BytePixels(Network network) implements Network {
    @Override
    public Shape shape() {
      Shape shape = network.shape();
      return new Shape(
          shape.scale(),
          shape.maps(),
          shape.multiple(),
          ofBytes(shape.estimation()),
          ofBytes(shape.restoration()));
    }

    private static Tiling ofBytes(Tiling tiling) {
      return new Tiling(tiling.grid(), tiling.overlap(), 1);
    }

    @Override
    public Tensor[] estimate(Tensor lowResolution) {
      return network.estimate(lowResolution);
    }

    @Override
    public Tensor restore(Tensor lowResolution, Tensor sigma, Tensor classes) {
      return network.restore(lowResolution, sigma, classes);
    }
  }

  private static Enlargement enlargement(Network network, Image picture, int mostPixels) {
    Upscaler.Settings settings = new Upscaler.Settings(4, Precision.F32, mostPixels);
    TileNetwork tiles = new TileNetwork(new BytePixels(network), settings);
    assertEquals(mostPixels == WHOLE ? 1 : 4, tiles.estimatorTiles(picture).size());
    assertEquals(mostPixels == WHOLE ? 1 : 2, tiles.restorerTiles(picture).size());
    return new Enlargement(picture, 4, BlurCorrection.NONE, tiles, Progress.NONE);
  }

  /** How far tiles are off follows from the attention's means; nobody trained these weights. */
  @Test
  void tilesComeCloseToTheWhole() {
    Network network = new PaperNetwork(network(), SMALL);
    Image picture = picture(168, 24);
    Enlargement whole = enlargement(network, picture, WHOLE);
    Enlargement tiled = enlargement(network, picture, 3500);
    double picturesDiffer =
        meanDifference(whole.rows().image().plane(1), tiled.rows().image().plane(1));
    double blurDiffers = meanDifference(whole.blur().sigma(), tiled.blur().sigma());
    float[] labels = indices(whole.labels());
    float[] tiledLabels = indices(tiled.labels());
    int others = 0;
    for (int i = 0; i < labels.length; i++) {
      others += labels[i] == tiledLabels[i] ? 0 : 1;
    }
    double otherClasses = others / (double) labels.length;
    String found =
        "pictures %.5f, blur %.5f, classes %.5f"
            .formatted(picturesDiffer, blurDiffers, otherClasses);
    assertTrue(picturesDiffer > 0, "there were no tiles");
    assertTrue(picturesDiffer < 1.0 / 255 && blurDiffers < 0.02 && otherClasses < 0.02, found);
  }

  private static double meanDifference(float[] a, float[] b) {
    assertEquals(a.length, b.length);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  @Test
  void smallerScalesAreOfferedToo() {
    Upscaler.Result result = upscaler(network(), 2, 1 << 30).upscale(picture(10, 7), Progress.NONE);
    assertEquals(20, result.picture().width());
    assertEquals(14, result.blurMap().height());
    assertEquals(14, result.labels().height());
  }

  @Test
  void thePapersSizesNeedNotBeTold() {
    Upscaler.Settings settings = new Upscaler.Settings(4, Precision.F32, 1 << 30);
    BlindSr.Config sevenClasses =
        new BlindSr.Config(Cmos.Config.reference(7), RrdbSft.Config.reference(1));
    Weights weights = Weights.of(new BlindSr(sevenClasses));
    assertEquals(7, Upscaler.load(weights, settings).classes());
    assertEquals(7, Upscaler.load(weights, SMALL, settings).classes());
  }

  @Test
  void saysWhatWeightsOfOtherStagesAndSizesAre() {
    Weights all = Weights.of(network());
    assertRefused(all.under("cmos."), "estimator alone (CMOS, stage 1)");
    assertRefused(Weights.of(new RrdbSft(SMALL.restorer())), "restorer alone (RRDB-SFT, stage 2)");
    assertRefused(all, "neither of the paper's sizes");
    assertRefused(all.under("cmos.backbone."), "not the weights of a compact network");
  }

  private static void assertRefused(Weights weights, String part) {
    Upscaler.Settings settings = new Upscaler.Settings(4, Precision.F32, 1 << 30);
    String message =
        String.valueOf(
            assertThrows(InputException.class, () -> Upscaler.load(weights, settings))
                .getMessage());
    assertTrue(message.contains(part), message);
  }
}
