package dev.clearer.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.model.Estimator;
import dev.clearer.model.Facts;
import dev.clearer.model.Footprint;
import dev.clearer.model.MapSize;
import dev.clearer.model.Model;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Reach;
import dev.clearer.model.Restorer;
import dev.clearer.tensor.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blur beyond a network's limit is restored where the picture is smaller. */
class BlurRangesTest {
  private static final Footprint PIXEL =
      new Footprint(1, new Reach.Pixels(0, 1), 1, new MapSize(1, 1));
  private static final double TENTH = 10;

  /**
   * Says that a picture is as blurred as it is wide, times a share, and as unsure as it is told to.
   */
  private record ByWidth(Set<Integer> scales, double share, double error) implements Estimator {
    @Override
    public Facts facts() {
      return new Facts("width", scales, Set.of(MapKind.BLUR, MapKind.UNCERTAINTY), 0);
    }

    @Override
    public Footprint footprint(int scale) {
      return PIXEL;
    }

    @Override
    public PixelMaps estimate(Tensor picture, int scale) {
      Tensor like = picture.narrow(1, 0, 1);
      double sigma = share * picture.size(3) * scale;
      return new PixelMaps(
          Map.of(
              MapKind.BLUR, torch.full_like(like, new Scalar(sigma)),
              MapKind.UNCERTAINTY, torch.full_like(like, new Scalar(error))));
    }
  }

  /** Draws a tenth of the blur that it is told. */
  private record Drawing(Set<Integer> scales) implements Restorer {
    @Override
    public Facts facts() {
      return new Facts("drawing", scales, Set.of(MapKind.BLUR), 0);
    }

    @Override
    public Footprint footprint(int scale) {
      return PIXEL;
    }

    @Override
    public Tensor restore(Tensor picture, PixelMaps known, int scale) {
      Tensor sigma = known.quantity(MapKind.BLUR, picture.size(2), picture.size(3));
      Tensor plane = sigma.div(new Scalar(TENTH)).expand(1, 3, picture.size(2), picture.size(3));
      return torch.upsample_nearest2d(
          plane, new long[] {scale * picture.size(2), scale * picture.size(3)});
    }
  }

  private static Upscaler upscaler(Set<Integer> scales, double share, double error) {
    return new Upscaler(
        new Model(new ByWidth(scales, share, error), new Drawing(scales), List.of(), List.of()),
        new Upscaler.Settings(Precision.F32, 1 << 20));
  }

  private static Image picture(int width, int height) {
    float[] grey = new float[width * height];
    Arrays.fill(grey, 0.5f);
    return Image.of(width, height, grey, grey, grey);
  }

  private static BlurRange chosen(double sigma, double error, int scale) {
    int width = 40;
    Upscaler upscaler = upscaler(Set.of(1, 2, 4), sigma / (width * scale), error);
    Task task = Task.scale(scale).with(BlurRange.AUTO);
    return upscaler.begin(picture(width, 24), task, Progress.NONE).range();
  }

  @ParameterizedTest
  @CsvSource({"3,X1", "4.9,X1", "6,X2", "9.5,X2", "11,X4", "19,X4"})
  void isChosenByTheBlur(double sigma, BlurRange range) {
    for (int scale : new int[] {1, 2, 4}) {
      assertEquals(range, chosen(sigma, 0.1, scale), "x" + scale);
    }
  }

  @Test
  void isNotChosenByABlurThatNobodyIsSureOf() {
    assertEquals(BlurRange.X1, chosen(19, 20, 1));
  }

  @ParameterizedTest
  @CsvSource({"X2,8,0.4", "X4,16,0.4", "X2,2,0.2", "X1,8,0.8"})
  void wideBlurIsRestoredSmaller(BlurRange range, double sigma, double grey) {
    Upscaler upscaler = upscaler(Set.of(1, 2, 4), sigma / 40, 0.1);
    Result result = upscaler.upscale(picture(40, 24), Task.scale(1).with(range), Progress.NONE);
    assertEquals(40, result.picture().width());
    assertEquals(24, result.picture().height());
    assertEquals(grey, result.picture().at(1, 12, 20), 1e-4);
    assertEquals(sigma, result.required(MapKind.BLUR).values()[100], 1e-4);
  }

  @Test
  void aPictureIsJoinedWhereItsBlurPassesTheLimit() {
    float[] sigma = new float[40 * 24];
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] = i % 40 < 20 ? 1 : 9;
    }
    Task task = Task.scale(1).with(Correction.of(new BlurMap(40, 24, sigma))).with(BlurRange.X2);
    Result result =
        upscaler(Set.of(1, 2, 4), 0.01, 0.1).upscale(picture(40, 24), task, Progress.NONE);
    assertEquals(0.1, result.picture().at(0, 10, 5), 1e-4);
    assertEquals(0.45, result.picture().at(0, 10, 35), 1e-4);
    PixelMap map = result.required(MapKind.BLUR);
    assertEquals(1, map.values()[10 * 40 + 5], 1e-4);
    assertEquals(9, map.values()[10 * 40 + 35], 1e-4);
  }

  @Test
  void reportsProgressFromNothingToAll() {
    List<Double> reports = new ArrayList<>();
    upscaler(Set.of(1, 2, 4), 16.0 / 40, 0.1)
        .upscale(picture(40, 24), Task.scale(1).with(BlurRange.X4), reports::add);
    for (int i = 1; i < reports.size(); i++) {
      assertTrue(reports.get(i) >= reports.get(i - 1), reports.toString());
    }
    assertEquals(1, reports.get(reports.size() - 1), 1e-9);
  }

  @Test
  void aModelOfOneScaleHasNoWiderRange() {
    Upscaler upscaler = upscaler(Set.of(4), 1, 0.1);
    Task task = Task.scale(4).with(BlurRange.AUTO);
    assertEquals(BlurRange.X1, upscaler.begin(picture(9, 9), task, Progress.NONE).range());
    InputException refusal =
        assertThrows(
            InputException.class,
            () -> upscaler.begin(picture(9, 9), task.with(BlurRange.X2), Progress.NONE));
    assertTrue(Objects.requireNonNull(refusal.getMessage()).contains("--range 2"));
  }
}
