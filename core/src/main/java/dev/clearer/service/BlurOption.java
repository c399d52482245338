package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.image.MapFiles;
import dev.clearer.infer.BlurRange;
import dev.clearer.infer.Correction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Parses the options for blur that the command line and the server share. */
public final class BlurOption {
  /** Uses the estimate. */
  public static final String AUTO = "auto";

  private static final double MAX_SIGMA = 100;

  private BlurOption() {}

  /**
   * Parses a blur option.
   *
   * @param blur {@code auto}, a sigma in pixels of the result, or a file as {@code --maps} writes
   *     it
   * @param strength factor for every sigma
   * @throws InputException if it is none of these, or out of range
   */
  public static Correction of(String blur, double strength) {
    if (blur.equalsIgnoreCase(AUTO)) {
      return Correction.NONE.withStrength(strength);
    }
    if (blur.matches("\\d{1,6}(\\.\\d{1,6})?")) {
      return Correction.uniform(sigma(blur)).withStrength(strength);
    }
    if (!Files.exists(Path.of(blur))) {
      throw new InputException(
          ("\"%s\" is not a valid blur. Use auto, a number of pixels, or the name of an"
                  + " existing file.")
              .formatted(blur));
    }
    return Correction.of(MapFiles.readBlur(Path.of(blur))).withStrength(strength);
  }

  /**
   * Parses a range option.
   *
   * @param word {@code auto}, 1, 2 or 4
   * @throws InputException for any other word
   */
  public static BlurRange range(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case AUTO -> BlurRange.AUTO;
      case "1" -> BlurRange.X1;
      case "2" -> BlurRange.X2;
      case "4" -> BlurRange.X4;
      default ->
          throw new InputException("The range must be auto, 1, 2 or 4, not %s.".formatted(word));
    };
  }

  /**
   * Checks all options for blur.
   *
   * @throws InputException if one is invalid or out of range
   */
  public static void require(String blur, double strength, double denoise, String range) {
    BlurRange unusedRange = range(range);
    Correction unused = of(blur, strength).withDenoise(denoise);
  }

  private static double sigma(String digits) {
    double sigma = Double.parseDouble(digits);
    if (sigma > MAX_SIGMA) {
      throw new InputException("The blur must be at most 100 pixels, not %s.".formatted(digits));
    }
    return sigma;
  }
}
