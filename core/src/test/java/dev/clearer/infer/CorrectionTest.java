package dev.clearer.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.InputException;
import dev.clearer.image.BlurMap;
import dev.clearer.image.MapKind;
import dev.clearer.model.Facts;
import dev.clearer.model.PixelMaps;
import dev.clearer.tensor.Tensors;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user changes reaches the restorer, and what is changed counts as certain. */
class CorrectionTest {
  private static final Tiles.Tile ALL = new Tiles.Tile(0, 0, 3, 1, 0, 0, 3, 1);
  private static final float CERTAIN = PixelMaps.CERTAIN;

  private static Tensor row(float... values) {
    return Tensors.of(values, 1, 1, 1, values.length);
  }

  private static PixelMaps estimate() {
    return new PixelMaps(
        Map.of(
            MapKind.BLUR, row(1, 2, 4),
            MapKind.UNCERTAINTY, row(0.5f, 0.01f, 1),
            MapKind.NOISE, row(3, 6, 9)));
  }

  private static void assertMaps(
      Correction correction, float unit, float[] blur, float[] uncertainty, float[] noise) {
    Golden.evaluate(
        () -> {
          PixelMaps maps = correction.apply(estimate(), ALL, unit, 4);
          assertArrayEquals(blur, Tensors.values(maps.plane(MapKind.BLUR)), 1e-6f);
          assertArrayEquals(uncertainty, Tensors.values(maps.plane(MapKind.UNCERTAINTY)), 1e-6f);
          assertArrayEquals(noise, Tensors.values(maps.plane(MapKind.NOISE)), 1e-6f);
        });
  }

  @Test
  void onlyWhatDiffersFromTheEstimateIsCertain() {
    Correction painted = Correction.of(new BlurMap(3, 1, new float[] {1.1f, 3, 4}));
    assertMaps(
        painted, 1, new float[] {1.1f, 3, 4}, new float[] {0.5f, 0.01f, 1}, new float[] {3, 6, 9});
  }

  @Test
  void aStrongerBlurIsCertain() {
    assertMaps(
        Correction.NONE.withStrength(2),
        1,
        new float[] {2, 4, 8},
        new float[] {CERTAIN, 0.01f, CERTAIN},
        new float[] {3, 6, 9});
  }

  @Test
  void oneSigmaForAllIsInPixelsOfTheResult() {
    assertMaps(
        Correction.uniform(1.5).withStrength(2),
        2,
        new float[] {6, 6, 6},
        new float[] {CERTAIN, 0.01f, CERTAIN},
        new float[] {3, 6, 9});
  }

  @Test
  void denoisingChangesTheNoiseAlone() {
    assertMaps(
        Correction.NONE.withDenoise(0.5),
        1,
        new float[] {1, 2, 4},
        new float[] {0.5f, 0.01f, 1},
        new float[] {1.5f, 3, 4.5f});
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 10.1, Double.NaN})
  void refusesFactorsOutOfRange(double factor) {
    assertThrows(InputException.class, () -> Correction.NONE.withDenoise(factor));
    assertThrows(InputException.class, () -> Correction.NONE.withStrength(factor));
  }

  @Test
  void aRestorerMustReadWhatIsCorrected() {
    Facts reader = new Facts("reader", Set.of(4), Set.of(MapKind.BLUR), 0);
    Facts blind = new Facts("blind", Set.of(4), Set.of(), 0);
    assertDoesNotThrow(() -> Correction.NONE.requireReadBy(blind));
    assertDoesNotThrow(() -> Correction.uniform(1).requireReadBy(reader));
    assertRefused(Correction.NONE.withDenoise(0), reader, "reader reads no noise level");
    assertRefused(Correction.uniform(1), blind, "blind reads no blur");
    assertRefused(Correction.NONE.withStrength(2), blind, "blind reads no blur");
  }

  private static void assertRefused(Correction correction, Facts restorer, String words) {
    InputException refusal =
        assertThrows(InputException.class, () -> correction.requireReadBy(restorer));
    assertTrue(Objects.requireNonNull(refusal.getMessage()).contains(words), words);
    assertEquals(1, refusal.getMessage().split("\n", -1).length);
  }
}
