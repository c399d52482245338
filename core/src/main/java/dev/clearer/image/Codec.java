package dev.clearer.image;

import dev.clearer.InputException;
import dev.clearer.image.Reading.DamagedException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.NodeList;

/** Bytes to rasters and back: the one class that uses ImageIO. */
final class Codec {
  private static final String JPEG_TREE = "javax_imageio_jpeg_image_1.0";
  private static final String TIFF_STREAM_TREE = "javax_imageio_tiff_stream_1.0";

  private Codec() {}

  /** A frame of a file, and how many there are. */
  record Frames(BufferedImage first, int count) {}

  /**
   * Decodes the pixels of a file that was taken apart before.
   *
   * @param page which of the pictures of a file
   * @throws InputException if it is over the limit, which is checked before decoding
   */
  static Frames decode(byte[] pixels, FileFormat format, int page, Reading reading)
      throws IOException, DamagedException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format.imageIoName()).next();
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    try (ImageInputStream stream = new FiniteStream(pixels)) {
      reader.setInput(stream, false, true);
      reading.requireWithin(reader.getWidth(page), reader.getHeight(page));
      int count = format == FileFormat.GIF ? reader.getNumImages(true) : 1;
      BufferedImage image =
          reading.damageAccepted()
              ? PartialDecoding.read(reader, page, reading)
              : reader.read(page);
      String damage = warnings.stream().filter(Codec::meansDamage).findFirst().orElse(null);
      if (damage != null && !reading.damageAccepted()) {
        throw new DamagedException(damage);
      } else if (damage != null) {
        reading.noteDamage(damage);
      }
      return new Frames(image, count);
    } finally {
      reader.dispose();
    }
  }

  /** Of libjpeg's warnings only this one leaves all pixels as they should be. */
  private static boolean meansDamage(String warning) {
    return warning.contains("premature end") || warning.startsWith("Corrupt JPEG data: bad");
  }

  /** Writes a PNG file, whose rows are never all in memory. */
  static void encodePng(Levels levels, OutputStream out) throws IOException {
    ImageWriter writer = javasOwnWriter(FileFormat.PNG);
    IIOImage image = new IIOImage(new RowsImage(levels), null, null);
    write(writer, null, image, writer.getDefaultWriteParam(), out);
  }

  /** The bytes of a TIFF file, lossless and compressed; its writer looks at some rows twice. */
  static byte[] encodeTiff(Levels levels, ByteOrder order) throws IOException {
    ImageWriter writer = javasOwnWriter(FileFormat.TIFF);
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionType("ZLib");
    IIOMetadata stream = writer.getDefaultStreamMetadata(param);
    IIOMetadataNode root = (IIOMetadataNode) stream.getAsTree(TIFF_STREAM_TREE);
    ((IIOMetadataNode) root.getFirstChild()).setAttribute("value", order.toString());
    stream.setFromTree(TIFF_STREAM_TREE, root);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(writer, stream, new IIOImage(Samples.image(levels), null, null), param, bytes);
    return bytes.toByteArray();
  }

  /** Not that of TwelveMonkeys: it cannot write colours of 16 bits to a TIFF. */
  private static ImageWriter javasOwnWriter(FileFormat format) {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format.imageIoName());
    ImageWriter writer = writers.next();
    while (!writer.getClass().getName().startsWith("com.sun.") && writers.hasNext()) {
      writer = writers.next();
    }
    return writer;
  }

  /** The bytes of a JPEG file; from a quality of 90 on, colours are as fine as brightness. */
  static byte[] encodeJpeg(Levels levels, int quality) {
    BufferedImage image = Samples.image(levels);
    ImageWriter writer = javasOwnWriter(FileFormat.JPEG);
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(quality / 100f);
    IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), param);
    if (quality >= 90) {
      keepAllColour(metadata);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(writer, null, new IIOImage(image, null, metadata), param, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The bytes of a WebP file; colours are half as fine as brightness unless it is lossless. */
  static byte[] encodeWebp(Levels levels, Compression compression) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("webp").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionType(compression.lossless() ? "Lossless" : "Lossy");
    param.setCompressionQuality(compression.lossless() ? 0.75f : compression.quality() / 100f);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(writer, null, new IIOImage(Samples.image(levels), null, null), param, bytes);
    return bytes.toByteArray();
  }

  private static void keepAllColour(IIOMetadata metadata) {
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(JPEG_TREE);
    NodeList components = root.getElementsByTagName("componentSpec");
    for (int i = 0; i < components.getLength(); i++) {
      IIOMetadataNode component = (IIOMetadataNode) components.item(i);
      component.setAttribute("HsamplingFactor", "1");
      component.setAttribute("VsamplingFactor", "1");
    }
    try {
      metadata.setFromTree(JPEG_TREE, root);
    } catch (IIOInvalidTreeException e) {
      throw new IllegalStateException("the writer refuses its own metadata", e);
    }
  }

  private static void write(
      ImageWriter writer,
      @Nullable IIOMetadata whole,
      IIOImage image,
      ImageWriteParam param,
      OutputStream out)
      throws IOException {
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(whole, image, param);
    } finally {
      writer.dispose();
    }
  }
}
