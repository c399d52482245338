package dev.clearer.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.clearer.InputException;
import dev.clearer.degrade.Defocus;
import dev.clearer.image.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * What is in a built set, {@code manifest.json} in its folder.
 *
 * @param version of this format: 1
 * @param parameters what it was built with
 * @param pictures in the order of the original
 */
public record Manifest(int version, Parameters parameters, List<Entry> pictures) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * What a set is built with; equal parameters and originals make equal bytes.
   *
   * @param kind {@code nyuv2}, {@code cityscapes}, {@code rgbd} or {@code photos}
   * @param seed every picture's seed comes from it and from the picture's name
   * @param scale how many times smaller the low resolution is: 1 to 4
   * @param lens the thin lens
   */
  public record Parameters(String kind, long seed, int scale, Defocus lens) {
    /** Checks the scale. */
    public Parameters {
      if (scale < 1 || scale > 4) {
        throw new InputException("A scale of " + scale + " is not offered: choose 1, 2, 3 or 4.");
      }
    }
  }

  /**
   * One picture.
   *
   * @param source where it is from
   * @param focalLength in millimetres
   * @param focusDepth in millimetres, the shift included
   * @param depthShift what was added to every depth, in millimetres
   * @param smallestSigma in pixels of the high resolution
   * @param uniformSigma sigma of group 2; 0 in the training part
   * @param files SHA-256 of every file, by its path in the set
   */
  public record Entry(
      String name,
      String part,
      String source,
      long seed,
      double focalLength,
      double focusDepth,
      double depthShift,
      float smallestSigma,
      float largestSigma,
      double uniformSigma,
      SortedMap<String, String> files) {}

  /** Reads {@code manifest.json} of {@code folder}. */
  static Manifest in(Path folder) {
    return read(folder.resolve("manifest.json"), Manifest.class);
  }

  static <T> T read(Path file, Class<T> type) {
    try {
      return JSON.readValue(file.toFile(), type);
    } catch (IOException e) {
      throw new InputException(
          file + " cannot be read as this program writes it: build the set again.", e);
    }
  }

  static void write(Object value, Path file) {
    OutputFile.write(file, (json(value) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
