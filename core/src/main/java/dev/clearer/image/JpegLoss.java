package dev.clearer.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What saving as JPEG does to a picture. */
public final class JpegLoss {
  private JpegLoss() {}

  /**
   * The picture after it was saved as JPEG, colours at half the resolution, and read again.
   *
   * @param quality 1 to 100
   */
  public static Image apply(Image image, int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("quality must be 1 to 100, not " + quality);
    }
    byte[] file = encode(Picture.of(image), quality / 100f);
    return ImageFiles.decode(file, "JPEG", Long.MAX_VALUE).colour();
  }

  private static byte[] encode(Picture picture, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam options = writer.getDefaultWriteParam();
      options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      options.setCompressionQuality(quality);
      writer.setOutput(stream);
      writer.write(
          null, new IIOImage(Samples.image(PictureRows.of(picture).levels()), null, null), options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
