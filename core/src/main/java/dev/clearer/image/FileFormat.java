package dev.clearer.image;

import dev.clearer.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file formats of pictures: all can be read, the first four can be written. */
public enum FileFormat {
  /** Lossless, 8 or 16 bits, with alpha. */
  PNG,
  /** Lossy, 8 bits, no alpha. */
  JPEG,
  /** Lossless, 8 or 16 bits, with alpha. */
  TIFF,
  /** Lossy or lossless, 8 bits, with alpha, always in colour; of an animation the first frame. */
  WEBP,
  /** Read only. */
  BMP,
  /** Read only; the first frame of an animation. */
  GIF;

  /**
   * The format that a file to be written gets by its name's ending.
   *
   * @throws InputException if the ending is not one of png, jpg, jpeg, tif, tiff, webp
   */
  public static FileFormat forWriting(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "png" -> PNG;
      case "jpg", "jpeg" -> JPEG;
      case "tif", "tiff" -> TIFF;
      case "webp" -> WEBP;
      default ->
          throw new InputException(
              "Cannot write " + file + ": give it a name that ends in .png, .jpg, .tif or .webp.");
    };
  }

  /** The format that a file's first bytes show, whatever its name says. */
  static Optional<FileFormat> of(byte[] file) {
    if (startsWith(file, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    } else if (startsWith(file, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    } else if (startsWith(file, 0, "II*\0") || startsWith(file, 0, "MM\0*")) {
      return Optional.of(TIFF);
    } else if (startsWith(file, 0, "RIFF") && startsWith(file, 8, "WEBP")) {
      return Optional.of(WEBP);
    } else if (startsWith(file, 0, "GIF87a") || startsWith(file, 0, "GIF89a")) {
      return Optional.of(GIF);
    }
    return startsWith(file, 0, "BM") ? Optional.of(BMP) : Optional.empty();
  }

  /** The format that a file's first bytes show; refuses what is none of them. */
  static FileFormat require(byte[] file, String name) {
    return of(file).orElseThrow(() -> new InputException(refusal(file, name)));
  }

  private static String refusal(byte[] file, String name) {
    String unread = unread(file);
    return unread == null
        ? name + " is not a picture: give a PNG, JPEG, TIFF, WebP, BMP or GIF."
        : "%s is %s, which cannot be read here: turn it into a PNG or JPEG."
            .formatted(name, unread);
  }

  /** Formats that users have, but nobody reads here. */
  static @Nullable String unread(byte[] file) {
    if (startsWith(file, 4, "ftyp")) {
      return container(file);
    } else if (startsWith(file, 0, "II+\0") || startsWith(file, 0, "MM\0+")) {
      return "a BigTIFF";
    } else if (startsWith(file, 0, "\u00ff\n") || startsWith(file, 4, "JXL ")) {
      return "a JPEG XL picture";
    } else if (startsWith(file, 4, "jP  \r\n") || startsWith(file, 0, "\u00ffO\u00ffQ")) {
      return "a JPEG 2000 picture";
    } else if (startsWith(file, 0, "II\u00bc\1")) {
      return "a JPEG XR picture";
    } else if (startsWith(file, 0, "FUJIFILM") || startsWith(file, 0, "IIRO")) {
      return "a camera's raw file";
    } else if (startsWith(file, 0, "#?RADIANCE") || startsWith(file, 0, "#?RGBE")) {
      return "a Radiance HDR picture";
    }
    return STARTS.entrySet().stream()
        .filter(start -> startsWith(file, 0, start.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static final Map<String, String> STARTS =
      Map.ofEntries(
          Map.entry("8BPS", "a Photoshop document"),
          Map.entry("%PDF", "a PDF"),
          Map.entry("v/1\1", "an OpenEXR picture"),
          Map.entry("qoif", "a QOI picture"),
          Map.entry("<svg", "an SVG drawing"),
          Map.entry("\0\0\1\0", "an icon"),
          Map.entry("gimp xcf", "a GIMP picture"),
          Map.entry("SIMPLE  =", "a FITS picture"),
          Map.entry("\u008aMNG", "an MNG animation"),
          Map.entry("\u008bJNG", "a JNG picture"),
          Map.entry("\u0089HDF", "an HDF5 container"),
          Map.entry("MATLAB ", "a MATLAB file"),
          Map.entry("PIEH", "a depth file of MPI Sintel"));

  private static @Nullable String container(byte[] file) {
    if (startsWith(file, 8, "avif") || startsWith(file, 8, "avis")) {
      return "an AVIF picture";
    } else if (startsWith(file, 8, "crx ")) {
      return "a camera's raw file";
    }
    return startsWith(file, 8, "hei") || startsWith(file, 8, "hev") || startsWith(file, 8, "mif1")
        ? "a HEIC picture"
        : "a film";
  }

  /** The name that ImageIO knows the format by. */
  String imageIoName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static boolean startsWith(byte[] file, int offset, String latin) {
    byte[] magic = latin.getBytes(StandardCharsets.ISO_8859_1);
    return file.length >= offset + magic.length
        && Arrays.equals(file, offset, offset + magic.length, magic, 0, magic.length);
  }
}
