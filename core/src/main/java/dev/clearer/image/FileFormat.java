package dev.clearer.image;

import dev.clearer.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file formats of pictures: all can be read, the first three can be written. */
public enum FileFormat {
  /** Lossless, 8 or 16 bits, with alpha. */
  PNG,
  /** Lossy, 8 bits, no alpha. */
  JPEG,
  /** Lossless, 8 or 16 bits, with alpha. */
  TIFF,
  /** Read only; the first frame of an animation. */
  WEBP,
  /** Read only. */
  BMP,
  /** Read only; the first frame of an animation. */
  GIF;

  /**
   * The format that a file to be written gets by its name's ending.
   *
   * @throws InputException if the ending is not one of png, jpg, jpeg, tif, tiff
   */
  public static FileFormat forWriting(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "png" -> PNG;
      case "jpg", "jpeg" -> JPEG;
      case "tif", "tiff" -> TIFF;
      default ->
          throw new InputException(
              "Cannot write " + file + ": give it a name that ends in .png, .jpg or .tif.");
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
  private static @Nullable String unread(byte[] file) {
    if (startsWith(file, 4, "ftypavif")) {
      return "an AVIF picture";
    } else if (startsWith(file, 4, "ftyphei") || startsWith(file, 4, "ftypmif1")) {
      return "a HEIC picture";
    } else if (startsWith(file, 0, "II+\0") || startsWith(file, 0, "MM\0+")) {
      return "a BigTIFF";
    } else if (startsWith(file, 0, "\u00ff\n") || startsWith(file, 4, "JXL ")) {
      return "a JPEG XL picture";
    }
    return startsWith(file, 0, "%PDF") ? "a PDF" : null;
  }

  /** The name that ImageIO knows the format by. */
  String imageIoName() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static boolean startsWith(byte[] file, int offset, String latin) {
    byte[] magic = latin.getBytes(StandardCharsets.ISO_8859_1);
    return file.length >= offset + magic.length
        && Arrays.equals(file, offset, offset + magic.length, magic, 0, magic.length);
  }
}
