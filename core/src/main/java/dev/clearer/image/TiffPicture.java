package dev.clearer.image;

import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.TruncatedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes colours of the samples of a TIFF file that {@link TiffSamples} reads. */
final class TiffPicture {
  private static final int COLOUR_MAP = 320;

  private final TiffLayout layout;
  private final Reading reading;

  private TiffPicture(TiffLayout layout, Reading reading) {
    this.layout = layout;
    this.reading = reading;
  }

  /**
   * The picture of a page whose {@link TiffLayout#colours} are not 0.
   *
   * @param inColour whether a palette of greys counts as colours all the same
   */
  static Picture read(TiffLayout layout, byte[] file, Reading reading, boolean inColour)
      throws DamagedException, TruncatedException, UnsupportedException {
    return new TiffPicture(layout, reading).read(file, inColour);
  }

  private Picture read(byte[] file, boolean inColour)
      throws DamagedException, TruncatedException, UnsupportedException {
    int colours = layout.colours();
    int alphaAt = layout.alpha();
    if (layout.samples() > colours + (alphaAt < 0 ? 0 : 1)) {
      reading.note("has a channel that is neither colour nor transparency: it is not kept.");
    }
    int[] wanted = new int[colours + (alphaAt < 0 ? 0 : 1)];
    Arrays.setAll(wanted, i -> i < colours ? i : alphaAt);
    float[][] planes = TiffSamples.read(layout, file, reading, wanted);
    float[] alpha = alphaAt < 0 ? null : opacity(planes[colours]);
    float[][] colour = Arrays.copyOf(planes, colours);
    boolean deep = layout.bits()[0] > 8;
    if (layout.photometric() == TiffLayout.PALETTE) {
      TiffPalette palette = palette();
      colour = palette.look(colour[0], inColour);
      deep = palette.isDeep();
    } else {
      brighten(colour, alpha);
    }
    int width = layout.width();
    int height = layout.height();
    return new Picture(
        Image.of(width, height, colour),
        alpha == null ? null : Image.of(width, height, alpha),
        deep ? 16 : 8,
        Metadata.NONE,
        null);
  }

  private TiffPalette palette() throws DamagedException, UnsupportedException {
    if (layout.bits()[0] > 16 || layout.kind() != TiffLayout.Kind.UNSIGNED) {
      throw new UnsupportedException("a palette of over 65536 colours");
    }
    long[] map = layout.page().numbers(COLOUR_MAP);
    if (map == null || map.length % 3 != 0) {
      throw new DamagedException("its palette is missing");
    }
    return new TiffPalette(map);
  }

  private float[] opacity(float[] alpha) {
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] = Float.isNaN(alpha[i]) ? Float.MAX_VALUE : alpha[i]; // as if nothing were said
    }
    float[][] one = {alpha};
    int bits = layout.bits()[layout.alpha()];
    if (layout.kind() == TiffLayout.Kind.FLOAT) {
      float white = 1;
      for (float value : alpha) {
        white = value < Float.MAX_VALUE ? Math.max(white, value) : white;
      }
      float most = white == 1 ? 1 : white <= 255 ? 255 : white <= 65535 ? 65535 : white;
      for (int i = 0; i < alpha.length; i++) {
        alpha[i] = Math.min(1, Math.max(0, alpha[i] / most));
      }
    } else {
      int used = layout.kind() == TiffLayout.Kind.SIGNED ? bits - 1 : bits;
      Brightness.scale(one, TiffLayout.Kind.UNSIGNED, new int[] {used}, reading);
    }
    return alpha;
  }

  private void brighten(float[][] colour, float @Nullable [] alpha) throws DamagedException {
    if (alpha != null && layout.premultiplied()) {
      for (float[] plane : colour) {
        for (int i = 0; i < plane.length; i++) {
          plane[i] = alpha[i] > 0 ? plane[i] / alpha[i] : 0;
        }
      }
    }
    fillUnknown(colour, alpha);
    int[] bits = Arrays.copyOf(layout.bits(), colour.length);
    Brightness.scale(colour, layout.kind(), bits, reading);
    if (layout.photometric() == TiffLayout.WHITE_IS_ZERO) {
      for (float[] plane : colour) {
        for (int i = 0; i < plane.length; i++) {
          plane[i] = 1 - plane[i];
        }
      }
    }
  }

  /** Neither what is no number nor what nobody sees may decide about the brightness of the rest. */
  private void fillUnknown(float[][] colour, float @Nullable [] alpha) throws DamagedException {
    boolean[] known = new boolean[colour[0].length];
    long odd = 0;
    boolean any = false;
    for (int i = 0; i < known.length; i++) {
      boolean finite = true;
      for (float[] plane : colour) {
        finite &= Float.isFinite(plane[i]);
      }
      boolean visible = alpha == null || alpha[i] > 0;
      odd += visible && !finite ? 1 : 0;
      known[i] = finite && visible;
      any |= known[i];
    }
    if (odd > 0 && !any) {
      throw new DamagedException("none of its samples is a finite number");
    } else if (odd > 0) {
      reading.note(
          odd == 1
              ? "has 1 pixel that is no finite number: it is filled in."
              : "has %d pixels that are no finite numbers: they are filled in.".formatted(odd));
    }
    if (any) {
      Gaps.fill(colour, known, layout.width(), layout.height());
    } else {
      Arrays.stream(colour).forEach(plane -> Arrays.fill(plane, 0)); // all of it is transparent
    }
  }
}
