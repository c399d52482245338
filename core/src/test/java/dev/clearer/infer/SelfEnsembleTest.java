package dev.clearer.infer;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Progress;
import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.model.Estimator;
import dev.clearer.model.Facts;
import dev.clearer.model.Footprint;
import dev.clearer.model.MapSize;
import dev.clearer.model.Model;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Reach;
import dev.clearer.model.Restorer;
import dev.clearer.net.Models;
import dev.clearer.net.compact.Compact;
import dev.clearer.net.compact.CompactConfig;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class SelfEnsembleTest {
  private static final int WIDTH = 6;
  private static final int HEIGHT = 4;

  /**
   * Differs with what is left, right, above and below. It notes the views that it sees, and its
   * classes are 0 where the left neighbour is the brighter one, else 1.
   */
  private record Lopsided(boolean indexed, List<float[]> views) implements Estimator, Restorer {
    @Override
    public Facts facts() {
      return new Facts("lopsided", Set.of(1), Set.of(MapKind.BLUR, MapKind.CLASSES), 2);
    }

    @Override
    public Footprint footprint(int scale) {
      return new Footprint(1, new Reach.Pixels(0, 1), 1, MapSize.INPUT);
    }

    @Override
    public PixelMaps estimate(Tensor lowResolution, int scale) {
      views.add(Tensors.values(lowResolution));
      Tensor sigma = lowResolution.narrow(1, 0, 1);
      Tensor left = sigma.roll(new long[] {1}, new long[] {3});
      Tensor above = sigma.roll(new long[] {1}, new long[] {2});
      Tensor scores = cat(new TensorVector(left, sigma), 1);
      Tensor classes = indexed ? Ops.argmaxChannel(scores) : scores;
      return PixelMaps.of(left.mul(left).add(above), classes);
    }

    @Override
    public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
      Tensor above = lowResolution.roll(new long[] {1}, new long[] {2});
      return above
          .mul(above)
          .add(known.plane(MapKind.BLUR))
          .add(known.plane(MapKind.CLASSES).narrow(1, 0, 1));
    }

    Model ensemble() {
      return SelfEnsemble.of(new Model(this, this, List.of(), List.of()));
    }
  }

  private static float[] noise(int count, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }

  private static float at(float[] plane, int x, int y) {
    return plane[Math.floorMod(y, HEIGHT) * WIDTH + Math.floorMod(x, WIDTH)];
  }

  /** The pixel's four neighbours. */
  private static float[] around(float[] plane, int i) {
    int x = i % WIDTH;
    int y = i / WIDTH;
    return new float[] {
      at(plane, x - 1, y), at(plane, x + 1, y), at(plane, x, y - 1), at(plane, x, y + 1)
    };
  }

  @Test
  void meansAreThoseOfEveryNeighbour() {
    List<float[]> views = new ArrayList<>();
    Model ensemble = new Lopsided(false, views).ensemble();
    float[] picture = noise(3 * WIDTH * HEIGHT, 1);
    float[] told = noise(WIDTH * HEIGHT, 2);
    float[] scores = noise(2 * WIDTH * HEIGHT, 3);
    Scope.run(
        () -> {
          Tensor input = Tensors.of(picture, 1, 3, HEIGHT, WIDTH);
          PixelMaps maps = ensemble.estimator().estimate(input, 1);
          float[] sigma = Tensors.values(maps.plane(MapKind.BLUR));
          float[] left = Tensors.values(maps.plane(MapKind.CLASSES));
          float[] restored =
              Tensors.values(
                  ensemble
                      .restorer()
                      .restore(
                          input,
                          PixelMaps.of(
                              Tensors.of(told, 1, 1, HEIGHT, WIDTH),
                              Tensors.of(scores, 1, 2, HEIGHT, WIDTH)),
                          1));
          for (int i = 0; i < WIDTH * HEIGHT; i++) {
            float mean = 0;
            float squares = 0;
            for (float neighbour : around(picture, i)) {
              mean += neighbour / 4;
              squares += neighbour * neighbour / 4;
            }
            assertEquals(squares + mean, sigma[i], 1e-6);
            assertEquals(mean, left[i], 1e-6);
            assertEquals(picture[i], left[WIDTH * HEIGHT + i], 1e-6);
            assertEquals(squares + told[i] + scores[i], restored[i], 1e-6);
          }
        });
    assertEquals(8, views.size());
    assertEquals(
        8, views.stream().map(view -> List.of(view[0], view[1], view[6])).distinct().count());
  }

  @Test
  void classesThatAreIndicesAreVotedOn() {
    Model ensemble = new Lopsided(true, new ArrayList<>()).ensemble();
    float[] picture = noise(3 * WIDTH * HEIGHT, 4);
    Scope.run(
        () -> {
          PixelMaps maps =
              ensemble.estimator().estimate(Tensors.of(picture, 1, 3, HEIGHT, WIDTH), 1);
          Tensor index = maps.plane(MapKind.CLASSES);
          float[] voted = Tensors.values(index.to(torch.ScalarType.Float));
          int ties = 0;
          for (int i = 0; i < voted.length; i++) {
            int brighter = 0;
            for (float neighbour : around(picture, i)) {
              brighter += neighbour > picture[i] ? 1 : 0;
            }
            if (brighter == 2) {
              ties++;
            } else {
              assertEquals(brighter > 2 ? 0 : 1, voted[i]);
            }
          }
          assertTrue(ties < voted.length, "every vote was a tie");
        });
  }

  /** Of a network with whatever weights: what is mirrored or turned before is so after. */
  @Test
  void commutesWithMirroringAndTurning() {
    torch.manual_seed(5);
    Weights weights = Weights.of(new Compact(CompactConfig.standard()));
    Image picture = Image.of(48, 32, noise(48 * 32, 5), noise(48 * 32, 6), noise(48 * 32, 7));
    UnaryOperator<Image> mirror = SelfEnsembleTest::mirrored;
    UnaryOperator<Image> transpose = SelfEnsembleTest::transposed;
    for (UnaryOperator<Image> change : List.of(mirror, transpose)) {
      float[] before = restored(weights, true, change.apply(picture)).plane(1);
      float[] after = change.apply(restored(weights, true, picture)).plane(1);
      assertArrayEquals(after, before, 1e-4f);
    }
    float[] plain = restored(weights, false, mirrored(picture)).plane(1);
    float[] ensemble = restored(weights, true, mirrored(picture)).plane(1);
    double most = 0;
    for (int i = 0; i < plain.length; i++) {
      most = Math.max(most, Math.abs(plain[i] - ensemble[i]));
    }
    assertTrue(most > 1e-3, "the ensemble changes nothing: " + most);
  }

  private static Image restored(Weights weights, boolean ensemble, Image picture) {
    Models.Opened network = Models.network("drawn", weights);
    Upscaler upscaler =
        new Upscaler(Models.of(network, network), new Upscaler.Settings(Precision.F32, 1 << 30));
    Task task = Task.scale(4).withEnsemble(ensemble);
    return upscaler.upscale(picture, task, Progress.NONE).picture();
  }

  private static Image mirrored(Image picture) {
    return moved(picture, picture.width(), picture.height(), false);
  }

  private static Image transposed(Image picture) {
    return moved(picture, picture.height(), picture.width(), true);
  }

  private static Image moved(Image picture, int width, int height, boolean transposed) {
    float[][] planes = new float[picture.channels()][width * height];
    for (int c = 0; c < planes.length; c++) {
      float[] from = picture.plane(c);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          planes[c][y * width + x] =
              transposed ? from[x * height + y] : from[y * width + width - 1 - x];
        }
      }
    }
    return Image.of(width, height, planes);
  }
}
