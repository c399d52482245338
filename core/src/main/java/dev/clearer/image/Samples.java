package dev.clearer.image;

import dev.clearer.image.Reading.DamagedException;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rasters to planes and back, sample by sample: grey and RGB are never converted, since Java would
 * take grey for linear light and change its values.
 */
final class Samples {
  private Samples() {}

  /**
   * The samples of an image.
   *
   * @param inColour whether a palette of greys counts as colours all the same
   * @param told bits of a sample if fewer are used than it has; 0 if all are
   */
  static Picture picture(BufferedImage image, boolean inColour, int told) throws DamagedException {
    ColorModel model = image.getColorModel();
    Raster raster = image.getRaster();
    if (model instanceof IndexColorModel palette) {
      return picture(raster, looked(raster, palette, inColour), palette.hasAlpha());
    }
    int type = model.getColorSpace().getType();
    if (type != ColorSpace.TYPE_RGB && type != ColorSpace.TYPE_GRAY) {
      return picture(raster, converted(raster, model), false);
    }
    int colours = type == ColorSpace.TYPE_RGB ? 3 : 1;
    boolean alpha = model.hasAlpha() && raster.getNumBands() > colours;
    float[][] planes = new float[colours + (alpha ? 1 : 0)][];
    for (int band = 0; band < planes.length; band++) {
      planes[band] = plane(raster, band, told);
    }
    if (alpha && model.isAlphaPremultiplied()) {
      divide(planes);
    }
    return picture(raster, planes, alpha);
  }

  private static Picture picture(Raster raster, float[][] planes, boolean alpha) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    Image colour =
        planes.length < 3
            ? Image.of(width, height, planes[0])
            : Image.of(width, height, planes[0], planes[1], planes[2]);
    return new Picture(
        colour,
        alpha ? Image.of(width, height, planes[planes.length - 1]) : null,
        raster.getSampleModel().getSampleSize(0) > 8 ? 16 : 8,
        Metadata.NONE,
        null);
  }

  static BufferedImage image(Levels levels) {
    ColorModel model = model(levels.bands(), levels.bitDepth());
    WritableRaster raster = model.createCompatibleWritableRaster(levels.width(), levels.height());
    for (int y = 0; y < levels.height(); y++) {
      put(levels.next(), raster, y);
    }
    return new BufferedImage(model, raster, false, null);
  }

  static ColorModel model(int bands, int bitDepth) {
    int space = bands < 3 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
    boolean alpha = bands % 2 == 0;
    return new ComponentColorModel(
        ColorSpace.getInstance(space),
        alpha,
        false,
        alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
        bitDepth == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT);
  }

  /** Sets row {@code y} of a raster that this class's model made: bands lie interleaved in it. */
  static void put(int[] levels, WritableRaster raster, int y) {
    int start = y * levels.length;
    DataBuffer buffer = raster.getDataBuffer();
    if (buffer instanceof DataBufferByte bytes) {
      for (int i = 0; i < levels.length; i++) {
        bytes.getData()[start + i] = (byte) levels[i];
      }
    } else if (buffer instanceof DataBufferUShort shorts) {
      for (int i = 0; i < levels.length; i++) {
        shorts.getData()[start + i] = (short) levels[i];
      }
    }
  }

  private static float[] plane(Raster raster, int band, int told) throws DamagedException {
    int bits = raster.getSampleModel().getSampleSize(band);
    if (bits > 16) {
      throw new DamagedException("a sample has " + bits + " bits");
    }
    return narrow(raster, band, (1 << (told > 0 ? told : bits)) - 1);
  }

  private static float[] narrow(Raster raster, int band, float most) {
    int width = raster.getWidth();
    float[] plane = new float[width * raster.getHeight()];
    int @Nullable [] row = null;
    for (int y = 0; y < raster.getHeight(); y++) {
      row = raster.getSamples(0, y, width, 1, band, row);
      for (int x = 0; x < width; x++) {
        plane[y * width + x] = Math.min(1, row[x] / most);
      }
    }
    return plane;
  }

  /** Colours that alpha was multiplied into get back what they were. */
  private static void divide(float[][] planes) {
    float[] alpha = planes[planes.length - 1];
    for (int c = 0; c < planes.length - 1; c++) {
      for (int i = 0; i < alpha.length; i++) {
        planes[c][i] = alpha[i] == 0 ? 0 : Math.min(1, planes[c][i] / alpha[i]);
      }
    }
  }

  /** CMYK and the like become sRGB. */
  private static float[][] converted(Raster raster, ColorModel model) {
    int width = raster.getWidth();
    float[][] planes = new float[3][width * raster.getHeight()];
    @Nullable Object pixel = null;
    for (int i = 0; i < planes[0].length; i++) {
      pixel = raster.getDataElements(i % width, i / width, pixel);
      int rgb = model.getRGB(pixel);
      for (int c = 0; c < 3; c++) {
        planes[c][i] = (rgb >> (16 - 8 * c) & 0xff) / 255f;
      }
    }
    return planes;
  }

  /** Grey if all colours of the palette are, unless it is to be in colour. */
  private static float[][] looked(Raster raster, IndexColorModel palette, boolean inColour)
      throws DamagedException {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    int bands = (!inColour && isGrey(colours) ? 1 : 3) + (palette.hasAlpha() ? 1 : 0);
    int width = raster.getWidth();
    int height = raster.getHeight();
    int[] indices = raster.getSamples(0, 0, width, height, 0, (int[]) null);
    if (Arrays.stream(indices).anyMatch(index -> index >= colours.length)) {
      throw new DamagedException("a pixel's colour is not in its palette");
    }
    float[][] planes = new float[bands][indices.length];
    for (int band = 0; band < bands; band++) {
      int shift = palette.hasAlpha() && band == bands - 1 ? 24 : 16 - 8 * band;
      for (int i = 0; i < indices.length; i++) {
        planes[band][i] = (colours[indices[i]] >>> shift & 0xff) / 255f;
      }
    }
    return planes;
  }

  private static boolean isGrey(int[] colours) {
    for (int argb : colours) {
      int blue = argb & 0xff;
      if ((argb >> 16 & 0xff) != blue || (argb >> 8 & 0xff) != blue) {
        return false;
      }
    }
    return true;
  }
}
