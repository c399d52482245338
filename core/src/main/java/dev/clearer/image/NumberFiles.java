package dev.clearer.image;

import dev.clearer.InputException;
import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.TruncatedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Reads one number per pixel from common files of depth: PNG, TIFF (integer and floating-point),
 * PGM, PFM, NPY and NPZ. The format is recognised by content, not by name.
 */
public final class NumberFiles {
  private static final String READ =
      "convert it to a PNG or TIFF of 16 bits, a float TIFF, PGM, PFM, NPY or NPZ.";

  private NumberFiles() {}

  /**
   * Reads a file of one channel.
   *
   * @param arrays preferred names of an array in an NPZ file with several arrays, best first
   * @throws InputException if it cannot be read, has an unsupported or lossy format, or has several
   *     channels
   */
  public static NumberMap read(Path file, Collection<String> arrays) {
    byte[] bytes = ImageFiles.bytes(file);
    Reading reading = new Reading(file.toString(), ImageFiles.MOST_PIXELS);
    return reading.run(() -> read(bytes, file, arrays, reading));
  }

  private static NumberMap read(byte[] bytes, Path file, Collection<String> arrays, Reading reading)
      throws IOException, DamagedException, TruncatedException, UnsupportedException {
    if (FileFormat.startsWith(bytes, 0, NpyFile.MAGIC)) {
      return NpyFile.read(new ByteArrayInputStream(bytes), reading);
    } else if (FileFormat.startsWith(bytes, 0, "PK\3\4")) {
      return NpzFile.read(file, arrays, reading);
    } else if (NetpbmFile.isOne(bytes)) {
      return new NetpbmFile(bytes, reading).read();
    }
    requireSupported(bytes, reading.name());
    FileFormat format = FileFormat.require(bytes, reading.name());
    return format == FileFormat.TIFF ? ofTiff(bytes, reading) : ofPicture(bytes, format, reading);
  }

  private static void requireSupported(byte[] bytes, String name) {
    String other = FileFormat.unread(bytes);
    FileFormat format = FileFormat.of(bytes).orElse(null);
    if (format == FileFormat.JPEG || format == FileFormat.WEBP) {
      throw unsupported(name, "a " + (format == FileFormat.JPEG ? "JPEG" : "WebP") + " picture");
    } else if (other != null) {
      throw unsupported(name, other);
    } else if (format == null) {
      throw new InputException(name + " holds no depth in a known format: " + READ);
    }
  }

  /**
   * The exception for a file of a known but unsupported kind.
   *
   * @param kind such as "an OpenEXR picture"
   */
  public static InputException unsupported(String name, String kind) {
    return new InputException(
        "%s is %s, which is not read as depth: %s".formatted(name, kind, READ));
  }

  /** The kind of an unsupported file by the extension of its name; null if unknown. */
  public static @Nullable String unsupportedKind(String ending) {
    return switch (ending) {
      case "exr" -> "an OpenEXR picture";
      case "mat" -> "a MATLAB file";
      case "h5", "hdf5" -> "an HDF5 container";
      case "jpg", "jpeg" -> "a JPEG picture";
      case "webp" -> "a WebP picture";
      case "hdr" -> "a Radiance HDR picture";
      case "dpt" -> "a depth file of MPI Sintel";
      case "raw", "bin", "dat" -> "a file of raw numbers";
      case "txt", "csv", "xyz", "ply", "pcd" -> "a text file or a point cloud";
      default -> null;
    };
  }

  private static NumberMap ofTiff(byte[] file, Reading reading)
      throws DamagedException, TruncatedException, UnsupportedException {
    TiffLayout layout = TiffLayout.of(TiffPages.of(file).page());
    reading.requireWithin(layout.width(), layout.height());
    if (!TiffCompression.isPlain(layout.compression())) {
      throw new UnsupportedException(TiffCompression.name(layout.compression()));
    }
    requireOneChannel(layout.samples(), reading.name());
    float[] values = TiffSamples.read(layout, file, reading, 0)[0];
    int bits = layout.kind() == TiffLayout.Kind.FLOAT ? 0 : layout.bits()[0];
    return new NumberMap(layout.width(), layout.height(), bits, values);
  }

  private static NumberMap ofPicture(byte[] file, FileFormat format, Reading reading)
      throws IOException, DamagedException, TruncatedException, UnsupportedException {
    MapSamples samples = MapSamples.read(file, format, reading);
    requireOneChannel(samples.bands(), reading.name());
    int[] integers = samples.band().apply(0);
    float[] values = new float[integers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = integers[i];
    }
    return new NumberMap(samples.width(), samples.height(), samples.bits(), values);
  }

  private static void requireOneChannel(int channels, String name) {
    if (channels != 1) {
      throw new InputException(
          "%s has %d channels, but depth has one: save one channel.".formatted(name, channels));
    }
  }
}
