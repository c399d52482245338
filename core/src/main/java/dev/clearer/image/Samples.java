package dev.clearer.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import org.jspecify.annotations.Nullable;

/** Rasters to planes and back, sample by sample: no colour conversion ever happens here. */
final class Samples {
  private Samples() {}

  static Picture picture(BufferedImage image) {
    ColorModel model = image.getColorModel();
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int height = image.getHeight();
    float[][] planes =
        model instanceof IndexColorModel palette ? looked(raster, palette) : planes(raster);
    boolean grey = planes.length < 3;
    Image colour =
        grey
            ? Image.of(width, height, planes[0])
            : Image.of(width, height, planes[0], planes[1], planes[2]);
    boolean alpha = planes.length == 2 || planes.length == 4;
    int depth = raster.getSampleModel().getSampleSize(0) > 8 ? 16 : 8;
    return new Picture(
        colour,
        alpha ? Image.of(width, height, planes[planes.length - 1]) : null,
        depth,
        Metadata.NONE,
        null);
  }

  static BufferedImage image(Picture picture) {
    Image colour = picture.colour();
    Image alpha = picture.alpha();
    int bands = colour.channels() + (alpha == null ? 0 : 1);
    BufferedImage image = empty(picture.width(), picture.height(), bands, picture.bitDepth());
    int most = (1 << picture.bitDepth()) - 1;
    for (int c = 0; c < colour.channels(); c++) {
      store(colour.plane(c), image.getRaster(), c, most);
    }
    if (alpha != null) {
      store(alpha.plane(0), image.getRaster(), bands - 1, most);
    }
    return image;
  }

  private static BufferedImage empty(int width, int height, int bands, int bitDepth) {
    int space = bands < 3 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
    boolean alpha = bands % 2 == 0;
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(space),
            alpha,
            false,
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            bitDepth == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT);
    return new BufferedImage(
        model, model.createCompatibleWritableRaster(width, height), false, null);
  }

  private static void store(float[] plane, WritableRaster raster, int band, int most) {
    int width = raster.getWidth();
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int x = 0; x < width; x++) {
        row[x] = Math.round(most * Math.min(1, Math.max(0, plane[y * width + x])));
      }
      raster.setSamples(0, y, width, 1, band, row);
    }
  }

  private static float[][] planes(Raster raster) {
    float[][] planes = new float[raster.getNumBands()][];
    for (int band = 0; band < planes.length; band++) {
      planes[band] = plane(raster, band);
    }
    return planes;
  }

  private static float[] plane(Raster raster, int band) {
    int width = raster.getWidth();
    float most = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
    float[] plane = new float[width * raster.getHeight()];
    int @Nullable [] row = null;
    for (int y = 0; y < raster.getHeight(); y++) {
      row = raster.getSamples(0, y, width, 1, band, row);
      for (int x = 0; x < width; x++) {
        plane[y * width + x] = row[x] / most;
      }
    }
    return plane;
  }

  /** Grey if all colours of the palette are. */
  private static float[][] looked(Raster raster, IndexColorModel palette) {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    boolean grey = true;
    for (int argb : colours) {
      grey &= (argb >> 16 & 0xff) == (argb & 0xff) && (argb >> 8 & 0xff) == (argb & 0xff);
    }
    int bands = (grey ? 1 : 3) + (palette.hasAlpha() ? 1 : 0);
    int[] indices = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
    float[][] planes = new float[bands][indices.length];
    for (int band = 0; band < bands; band++) {
      int shift = palette.hasAlpha() && band == bands - 1 ? 24 : 16 - 8 * band;
      for (int i = 0; i < indices.length; i++) {
        planes[band][i] = (colours[indices[i]] >>> shift & 0xff) / 255f;
      }
    }
    return planes;
  }
}
