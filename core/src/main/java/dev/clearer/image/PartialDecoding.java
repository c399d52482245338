package dev.clearer.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadUpdateListener;
import org.jspecify.annotations.Nullable;

/** Keeps what a decoder has made of a picture when it meets damage. */
final class PartialDecoding implements IIOReadUpdateListener {
  private @Nullable BufferedImage image;
  private long pixels;

  private PartialDecoding() {}

  /** Decodes as far as it goes, and notes how much is missing. */
  static BufferedImage read(ImageReader reader, int page, Reading reading) throws IOException {
    PartialDecoding watched = new PartialDecoding();
    reader.addIIOReadUpdateListener(watched);
    try {
      return reader.read(page);
    } catch (IOException | RuntimeException e) {
      BufferedImage image = watched.image;
      if (image == null || watched.pixels == 0) {
        throw e;
      }
      double all = (double) image.getWidth() * image.getHeight();
      reading.noteMissing(1 - Math.min(1, watched.pixels / all));
      return image;
    }
  }

  @Override
  public void imageUpdate(
      ImageReader source,
      BufferedImage theImage,
      int minX,
      int minY,
      int width,
      int height,
      int periodX,
      int periodY,
      int[] bands) {
    image = theImage;
    pixels += (long) ((width + periodX - 1) / periodX) * ((height + periodY - 1) / periodY);
  }

  @Override
  public void passStarted(
      ImageReader source,
      BufferedImage theImage,
      int pass,
      int minPass,
      int maxPass,
      int minX,
      int minY,
      int periodX,
      int periodY,
      int[] bands) {
    image = theImage;
  }

  @Override
  public void passComplete(ImageReader source, BufferedImage theImage) {}

  @Override
  public void thumbnailPassStarted(
      ImageReader source,
      BufferedImage theThumbnail,
      int pass,
      int minPass,
      int maxPass,
      int minX,
      int minY,
      int periodX,
      int periodY,
      int[] bands) {}

  @Override
  public void thumbnailUpdate(
      ImageReader source,
      BufferedImage theThumbnail,
      int minX,
      int minY,
      int width,
      int height,
      int periodX,
      int periodY,
      int[] bands) {}

  @Override
  public void thumbnailPassComplete(ImageReader source, BufferedImage theThumbnail) {}
}
