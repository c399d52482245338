package dev.clearer.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.Progress;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.model.Estimator;
import dev.clearer.model.Facts;
import dev.clearer.model.Footprint;
import dev.clearer.model.Model;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Restorer;
import dev.clearer.net.PairConfig;
import dev.clearer.net.PairNetwork;
import dev.clearer.net.block.Gia;
import dev.clearer.net.cmos.Cmos;
import dev.clearer.net.cmos.CmosNetwork;
import dev.clearer.net.cmos.Hrnet;
import dev.clearer.net.rrdbsft.RrdbSft;
import dev.clearer.net.rrdbsft.RrdbSftNetwork;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The upscaler with the paper's network, in small. */
class PaperUpscalerTest {
  private static final Gia.Window WINDOW = new Gia.Window(3, 4);
  private static final PairConfig SMALL =
      new PairConfig(
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
    threads = Device.threads();
    Device.useThreads(1);
  }

  @AfterAll
  static void useAllThreads() {
    Device.useThreads(threads);
  }

  private static PairNetwork network() {
    PairNetwork network =
        new PairNetwork(
            new CmosNetwork((Cmos.Config) SMALL.estimator()),
            new RrdbSftNetwork((RrdbSft.Config) SMALL.restorer()));
    Golden.fill(network.module(), "");
    network.module().eval();
    return network;
  }

  private static Model model(PairNetwork network) {
    return new Model(network.estimator(), network.restorer(), List.of(), List.of(network.module()));
  }

  private static Result upscaled(PairNetwork network, Image picture, Task task) {
    Upscaler.Settings settings = new Upscaler.Settings(Precision.F32, 1 << 30);
    return new Upscaler(model(network), settings).upscale(picture, task, Progress.NONE);
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

  @Test
  void ofAWholePictureItMakesWhatTheNetworkMakes() {
    PairNetwork network = network();
    Image picture = picture(21, 17);
    Result result = upscaled(network, picture, Task.scale(4));
    assertEquals(84, result.picture().width());
    assertEquals(68, result.picture().height());
    Golden.evaluate(
        () -> {
          Tensor input = Tensors.of(picture);
          PixelMaps maps = network.estimator().estimate(input, 4);
          Tensor expected = network.restorer().restore(input, maps, 4);
          for (int c = 0; c < 3; c++) {
            assertArrayEquals(clamped(expected, c), result.picture().plane(c), 1e-6f, "plane " + c);
          }
          assertArrayEquals(
              Tensors.values(maps.plane(MapKind.CLASSES)),
              result.required(MapKind.CLASSES).values());
          for (MapKind kind : maps.planes().keySet()) {
            assertArrayEquals(
                maps.map(kind).values(), result.required(kind).values(), 1e-6f, kind.label());
          }
        });
  }

  @Test
  void toldTheBlurItRestoresByThat() {
    PairNetwork network = network();
    Image picture = picture(12, 9);
    float[] sigma = Golden.uniform("sigma", 48 * 36);
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] *= 3;
    }
    BlurMap truth = new BlurMap(48, 36, sigma);
    Result result = upscaled(network, picture, Task.scale(4).with(Correction.of(truth)));
    assertArrayEquals(sigma, result.required(MapKind.BLUR).values(), 1e-6f);
    Golden.evaluate(
        () -> {
          Tensor input = Tensors.of(picture);
          PixelMaps maps = network.estimator().estimate(input, 4);
          PixelMaps told = maps.with(MapKind.BLUR, Tensors.blurMaps(truth));
          Tensor expected = network.restorer().restore(input, told, 4);
          assertArrayEquals(clamped(expected, 1), result.picture().plane(1), 1e-6f);
          Tensor blind = network.restorer().restore(input, maps, 4);
          double difference = meanDifference(clamped(blind, 1), result.picture().plane(1));
          assertTrue(difference > 1e-3, "told or not differs by " + difference);
        });
  }

  private static Footprint ofBytes(Footprint half) {
    return new Footprint(half.multiple(), half.reach(), 1, half.mapSize());
  }

  /** Counts pixels as bytes, so that both halves of a small picture are done in tiles. */
  private record ByteEstimator(Estimator inner) implements Estimator {
    @Override
    public Facts facts() {
      return inner.facts();
    }

    @Override
    public Footprint footprint(int scale) {
      return ofBytes(inner.footprint(scale));
    }

    @Override
    public PixelMaps estimate(Tensor lowResolution, int scale) {
      return inner.estimate(lowResolution, scale);
    }
  }

  private record ByteRestorer(Restorer inner) implements Restorer {
    @Override
    public Facts facts() {
      return inner.facts();
    }

    @Override
    public Footprint footprint(int scale) {
      return ofBytes(inner.footprint(scale));
    }

    @Override
    public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
      return inner.restore(lowResolution, known, scale);
    }
  }

  private static Result inTiles(Model model, Image picture, int mostPixels) {
    Model bytes =
        new Model(
            new ByteEstimator(model.estimator()),
            new ByteRestorer(model.restorer()),
            List.of(),
            List.of());
    Upscaler.Settings settings = new Upscaler.Settings(Precision.F32, mostPixels);
    TileNetwork tiles = new TileNetwork(bytes, settings, picture, Task.scale(4));
    assertEquals(mostPixels == WHOLE ? 1 : 4, tiles.estimatorTiles().size());
    assertEquals(mostPixels == WHOLE ? 1 : 2, tiles.restorerTiles().size());
    return new Upscaler(bytes, settings).upscale(picture, Task.scale(4), Progress.NONE);
  }

  /** How far tiles are off follows from the attention's means; nobody trained these weights. */
  @Test
  void tilesComeCloseToTheWhole() {
    Model model = model(network());
    Image picture = picture(168, 24);
    Result whole = inTiles(model, picture, WHOLE);
    Result tiled = inTiles(model, picture, 3500);
    double picturesDiffer = meanDifference(whole.picture().plane(1), tiled.picture().plane(1));
    double blurDiffers =
        meanDifference(
            whole.required(MapKind.BLUR).values(), tiled.required(MapKind.BLUR).values());
    float[] labels = whole.required(MapKind.CLASSES).values();
    float[] tiledLabels = tiled.required(MapKind.CLASSES).values();
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
    Result result = upscaled(network(), picture(10, 7), Task.scale(2));
    assertEquals(20, result.picture().width());
    assertEquals(14, result.required(MapKind.BLUR).height());
    assertEquals(14, result.required(MapKind.CLASSES).height());
  }
}
