package dev.clearer.net.photo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.Progress;
import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.infer.Correction;
import dev.clearer.infer.Result;
import dev.clearer.infer.Task;
import dev.clearer.infer.Upscaler;
import dev.clearer.model.Model;
import dev.clearer.model.PixelMaps;
import dev.clearer.net.Description;
import dev.clearer.net.Models;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.EnumSet;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The photo network as a model: one network whose halves share a trunk, at three scales. */
class PhotoNetworkTest {
  private static final PhotoConfig SMALL = new PhotoConfig(16, 3, 2, 8, 5);

  private static PhotoNetwork network() {
    PhotoNetwork network = new PhotoNetwork(SMALL);
    Golden.fill(network.module(), "photo.");
    network.module().eval();
    return network;
  }

  private static Upscaler upscaler(long memory) {
    Models.Opened opened = Models.network("photo", Weights.of(network().module()));
    return new Upscaler(Models.of(opened, opened), new Upscaler.Settings(Precision.F32, memory));
  }

  private static Image picture(int width, int height) {
    float[][] planes = new float[3][];
    for (int c = 0; c < 3; c++) {
      planes[c] = Golden.uniform("plane" + c, width * height);
    }
    return Image.of(width, height, planes);
  }

  @Test
  void weightsTellTheirSizes() {
    assertEquals(SMALL, Description.of(Weights.of(network().module())).config());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void itsOwnFeaturesAreThoseThatItsRestorerWouldMake(int scale) {
    PhotoNetwork network = network();
    Golden.evaluate(
        () -> {
          Tensor input = Golden.uniform("handed", 1, 3, 16, 24);
          PixelMaps maps = network.estimate(input, scale);
          assertEquals(EnumSet.allOf(MapKind.class), maps.planes().keySet());
          Tensor handed = network.restorer().restore(input, maps, scale);
          Tensor made = network.restorer().restore(input, maps.withoutFeatures(), scale);
          assertArrayEquals(Tensors.values(made), Tensors.values(handed), 1e-5f);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void tilesAreTheWhole(int scale) {
    int width = 8 + 53 / scale;
    int height = 6 + 44 / scale;
    Image picture = picture(width, height);
    Result whole = upscaler(1 << 30).upscale(picture, Task.scale(scale), Progress.NONE);
    Result tiled = upscaler(1).upscale(picture, Task.scale(scale), Progress.NONE);
    assertEquals(width * scale, whole.picture().width());
    assertEquals(height * scale, whole.required(MapKind.NOISE).height());
    assertArrayEquals(whole.picture().plane(1), tiled.picture().plane(1), 1e-4f);
    for (MapKind kind : EnumSet.of(MapKind.BLUR, MapKind.UNCERTAINTY, MapKind.NOISE)) {
      assertArrayEquals(whole.required(kind).values(), tiled.required(kind).values(), 1e-3f);
    }
  }

  @Test
  void itsMapsCanBeCorrected() {
    Image picture = picture(20, 12);
    Task told = Task.scale(2).with(Correction.uniform(4));
    Result blind = upscaler(1 << 30).upscale(picture, Task.scale(2), Progress.NONE);
    Result corrected = upscaler(1 << 30).upscale(picture, told, Progress.NONE);
    for (float sigma : corrected.required(MapKind.BLUR).values()) {
      assertEquals(4, sigma, 1e-6);
    }
    float most = 0;
    for (int i = 0; i < blind.picture().plane(0).length; i++) {
      most =
          Math.max(most, Math.abs(blind.picture().plane(0)[i] - corrected.picture().plane(0)[i]));
    }
    assertTrue(most > 1e-3, "told or not differs by " + most);
  }

  @Test
  void scaleThreeIsReachedFromFour() {
    Result result = upscaler(1 << 30).upscale(picture(9, 8), Task.scale(3), Progress.NONE);
    assertEquals(27, result.picture().width());
    assertEquals(27, result.required(MapKind.BLUR).width());
  }

  @Test
  void onlyItsOwnHalvesAreRunTogether() {
    Models.Opened one = Models.network("one", Weights.of(network().module()));
    Models.Opened other = Models.network("other", Weights.of(network().module()));
    Model own = Models.of(one, one);
    Model mixed = Models.of(one, other);
    assertTrue(own.isJoint());
    assertFalse(mixed.isJoint());
  }
}
