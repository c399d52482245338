package dev.clearer.infer;

import dev.clearer.Progress;
import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.image.Resize;
import dev.clearer.image.Rows;
import java.util.EnumMap;
import java.util.Map;

/**
 * Two restorations of one picture: where its blur is wide the coarser one, which was made at a part
 * of the result's size and is enlarged from there, and elsewhere the finer one.
 */
final class WideEnlargement implements Enlargement {
  private final int width;
  private final int height;
  private final Enlargement finer;
  private final Enlargement coarser;
  private final Map<MapKind, PixelMap> estimate;
  private final int factor;

  /**
   * Joins two restorations.
   *
   * @param input the picture
   * @param scale enlargement of the result
   * @param finer at the result's size
   * @param coarser at the result's size divided by {@code factor}
   * @param estimate maps of the coarser one, known before its rows are taken
   * @param factor 2 or 4
   */
  WideEnlargement(
      Image input,
      int scale,
      Enlargement finer,
      Enlargement coarser,
      Map<MapKind, PixelMap> estimate,
      int factor) {
    this.width = input.width() * scale;
    this.height = input.height() * scale;
    this.finer = finer;
    this.coarser = coarser;
    this.estimate = estimate;
    this.factor = factor;
  }

  /** Progress of the two as one. */
  static final class Shares {
    private final Progress whole;
    private final double coarserWork;
    private double finerDone;
    private double coarserDone;

    Shares(Progress whole, int factor) {
      this.whole = whole;
      this.coarserWork = 1.0 / (factor * factor);
    }

    Progress finer() {
      return done -> {
        finerDone = done;
        report();
      };
    }

    Progress coarser() {
      return done -> {
        coarserDone = done;
        report();
      };
    }

    private void report() {
      whole.report((finerDone + coarserWork * coarserDone) / (1 + coarserWork));
    }
  }

  @Override
  public int workingScale() {
    return finer.workingScale();
  }

  @Override
  public BlurRange range() {
    return factor == 2 ? BlurRange.X2 : BlurRange.X4;
  }

  @Override
  public Rows rows() {
    Rows fine = finer.rows();
    Rows coarse = Resize.bicubic(coarser.rows(), width, height).clamped();
    Rows shares = shares().rows(width, height);
    return Rows.of(
        width,
        height,
        fine.channels(),
        y -> {
          float[][] row = fine.next();
          float[][] other = coarse.next();
          float[] share = shares.next()[0];
          for (int c = 0; c < row.length; c++) {
            for (int x = 0; x < width; x++) {
              row[c][x] += share[x] * (other[c][x] - row[c][x]);
            }
          }
          return row;
        });
  }

  /** How much of each pixel comes from the coarser restoration: 0 to 1, at its own size. */
  private PixelMap shares() {
    PixelMap blur = blur();
    float[] shares = new float[blur.values().length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = share(blur.values()[i] * factor);
    }
    return new PixelMap(MapKind.BLUR, blur.width(), blur.height(), shares);
  }

  private PixelMap blur() {
    PixelMap blur = estimate.get(MapKind.BLUR);
    if (blur == null) {
      throw new IllegalStateException("no blur was estimated");
    }
    return blur;
  }

  /** Rises smoothly where the finer restoration reaches its limit. */
  private float share(float sigma) {
    float limit = BlurRange.LIMIT * factor / 2;
    float begin = 0.7f * limit;
    float t = Math.min(1, Math.max(0, (sigma - begin) / (limit - begin)));
    return t * t * (3 - 2 * t);
  }

  @Override
  public Map<MapKind, PixelMap> maps() {
    Map<MapKind, PixelMap> maps = new EnumMap<>(finer.maps());
    for (MapKind kind : new MapKind[] {MapKind.BLUR, MapKind.UNCERTAINTY}) {
      PixelMap fine = maps.get(kind);
      PixelMap coarse = estimate.get(kind);
      if (fine != null && coarse != null) {
        maps.put(kind, joined(fine, coarse));
      }
    }
    return maps;
  }

  private PixelMap joined(PixelMap fine, PixelMap coarse) {
    float[] other = coarse.resized(fine.width(), fine.height()).times(factor).values();
    float[] share = shares().resized(fine.width(), fine.height()).values();
    float[] values = fine.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += share[i] * (other[i] - values[i]);
    }
    return new PixelMap(fine.kind(), fine.width(), fine.height(), values);
  }
}
