package dev.clearer.image;

import dev.clearer.InputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Bytes to rasters and back by ImageIO. */
final class Codec {
  private Codec() {}

  static BufferedImage decode(byte[] file, String name, long mostPixels) {
    FileFormat format =
        FileFormat.of(file)
            .orElseThrow(
                () ->
                    new InputException(
                        name + " is not a picture: give a PNG, JPEG, TIFF, WebP, BMP or GIF."));
    ImageReader reader = ImageIO.getImageReadersByFormatName(format.imageIoName()).next();
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(stream, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > mostPixels) {
        throw new InputException(
            name + " has " + pixels + " pixels, over the limit of " + mostPixels + ".");
      }
      return reader.read(0);
    } catch (IOException e) {
      throw new InputException(name + " is damaged and cannot be read: save it again.", e);
    } finally {
      reader.dispose();
    }
  }

  static byte[] encode(BufferedImage image, FileFormat format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(image, format.imageIoName(), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
