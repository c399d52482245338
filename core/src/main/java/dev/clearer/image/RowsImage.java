package dev.clearer.image;

import java.awt.Rectangle;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.Vector;
import org.jspecify.annotations.Nullable;

/** Rows as ImageIO's writers want them; these take each row once, from the top. */
final class RowsImage implements RenderedImage {
  private final Levels levels;
  private final ColorModel colours;
  private final SampleModel samples;
  private int taken;

  RowsImage(Levels levels) {
    this.levels = levels;
    colours = Samples.model(levels.bands(), levels.bitDepth());
    samples = colours.createCompatibleSampleModel(levels.width(), 1);
  }

  @Override
  public Raster getData(Rectangle area) {
    if (area.y != taken || area.x != 0 || area.width != levels.width()) {
      throw new IllegalStateException("rows come whole and in order, not " + area);
    }
    WritableRaster rows = colours.createCompatibleWritableRaster(area.width, area.height);
    for (int y = 0; y < area.height; y++) {
      Samples.put(levels.next(), rows, y);
    }
    taken += area.height;
    return rows.createTranslatedChild(0, area.y);
  }

  @Override
  public WritableRaster copyData(@Nullable WritableRaster raster) {
    throw new UnsupportedOperationException("rows are taken by getData");
  }

  @Override
  public Raster getData() {
    return getData(new Rectangle(0, 0, levels.width(), levels.height()));
  }

  @Override
  public Raster getTile(int tileX, int tileY) {
    return getData();
  }

  @Override
  public ColorModel getColorModel() {
    return colours;
  }

  @Override
  public SampleModel getSampleModel() {
    return samples;
  }

  @Override
  public int getWidth() {
    return levels.width();
  }

  @Override
  public int getHeight() {
    return levels.height();
  }

  @Override
  public int getMinX() {
    return 0;
  }

  @Override
  public int getMinY() {
    return 0;
  }

  @Override
  public int getNumXTiles() {
    return 1;
  }

  @Override
  public int getNumYTiles() {
    return 1;
  }

  @Override
  public int getMinTileX() {
    return 0;
  }

  @Override
  public int getMinTileY() {
    return 0;
  }

  @Override
  public int getTileWidth() {
    return levels.width();
  }

  @Override
  public int getTileHeight() {
    return levels.height();
  }

  @Override
  public int getTileGridXOffset() {
    return 0;
  }

  @Override
  public int getTileGridYOffset() {
    return 0;
  }

  @Override
  public @Nullable Vector<RenderedImage> getSources() {
    return null;
  }

  @Override
  public Object getProperty(String name) {
    return java.awt.Image.UndefinedProperty;
  }

  @Override
  public String @Nullable [] getPropertyNames() {
    return null;
  }
}
