package dev.clearer.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.clearer.InputException;
import dev.clearer.degrade.Defocus;
import dev.clearer.degrade.Recipe;
import dev.clearer.degrade.Shot;
import dev.clearer.image.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The content of a built set: {@code manifest.json} in its folder.
 *
 * @param version version of the format: 3
 * @param program the version of Clearer that built it
 * @param parameters parameters of the build
 * @param pictures the training part, then the validation part
 */
public record Manifest(int version, String program, Parameters parameters, List<Entry> pictures) {
  static final int VERSION = 3;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * The parameters of a build; equal parameters and originals give equal bytes.
   *
   * @param kind {@code nyuv2}, {@code cityscapes}, {@code rgbd} or {@code photos}
   * @param seed the set's seed, from which every picture's seed is derived with its name
   * @param scale the scale, 1 to 4
   * @param lens the thin lens; null if there is a recipe
   * @param uniformShare share of the training pictures that get one sigma instead of a lens
   * @param recipe the degradation of every picture; null if there is a lens
   * @param options options of the reader: {@link dev.clearer.originals.Originals#options}
   */
  public record Parameters(
      String kind,
      long seed,
      int scale,
      @Nullable Defocus lens,
      double uniformShare,
      @Nullable Recipe recipe,
      SortedMap<String, String> options) {
    /** Checks scale and share, and that there is either a lens or a recipe. */
    public Parameters {
      if (scale < 1 || scale > 4) {
        throw new InputException("--scale must be 1, 2, 3 or 4, not " + scale + ".");
      } else if (!(uniformShare >= 0 && uniformShare <= 1)) {
        throw new InputException("--uniform-share must be 0 to 1, not " + uniformShare + ".");
      } else if ((lens == null) == (recipe == null)) {
        throw new IllegalArgumentException("either a lens or a recipe is needed");
      }
    }

    /** The diameter of the largest blur in pixels of the sharp picture. */
    double largestCircle() {
      return lens != null
          ? lens.maximumCircle()
          : 4 * Objects.requireNonNull(recipe).largestSigma() + 1;
    }

    /** The names of the options that differ from {@code other}. */
    List<String> differences(Parameters other) {
      List<String> names = new ArrayList<>();
      JsonNode mine = JSON.valueToTree(this);
      JsonNode others = JSON.valueToTree(other);
      addDifferences(mine, others, names);
      addDifferences(mine.get("options"), others.get("options"), names);
      names.remove("options");
      return names;
    }

    private static final Map<String, String> OPTIONS =
        Map.of("lens", "max-circle", "uniformShare", "uniform-share");

    private static void addDifferences(JsonNode mine, JsonNode others, List<String> names) {
      Set<String> keys = new TreeSet<>();
      mine.fieldNames().forEachRemaining(keys::add);
      others.fieldNames().forEachRemaining(keys::add);
      keys.stream()
          .filter(key -> !mine.path(key).equals(others.path(key)))
          .map(key -> OPTIONS.getOrDefault(key, key))
          .forEach(names::add);
    }
  }

  /**
   * One picture.
   *
   * @param source the original file
   * @param inputs the files of the original; empty for NYUv2, whose pictures share one file
   * @param seed seed of its random numbers
   * @param focus lens settings; null without a lens
   * @param smallestSigma in pixels of the high resolution
   * @param largestSigma in pixels of the high resolution
   * @param uniformSigma sigma of group 2, or of a training picture with one sigma; 0 otherwise
   * @param noise standard deviation of the noise, 0 to 1
   * @param sharpness of the original: {@link dev.clearer.originals.Sharpness}
   * @param files SHA-256 of each file by its path in the set
   */
  public record Entry(
      String name,
      String part,
      String source,
      List<Input> inputs,
      long seed,
      @Nullable Focus focus,
      float smallestSigma,
      float largestSigma,
      double uniformSigma,
      double noise,
      double sharpness,
      SortedMap<String, String> files) {}

  /**
   * A file that a picture was read from.
   *
   * @param name of the file
   * @param checksum SHA-256
   */
  public record Input(String name, String checksum) {}

  /**
   * The lens settings of one picture, in millimetres.
   *
   * @param focusDepth including the shift
   * @param depthShift offset added to every depth
   * @param layers number of layers of equal blur
   */
  public record Focus(double focalLength, double focusDepth, double depthShift, int layers) {
    static Focus of(Shot shot) {
      return new Focus(
          shot.focalLength(), shot.focusDepth(), shot.depthShift(), shot.layers().count());
    }
  }

  /** Reads {@code manifest.json} of {@code folder}. */
  static Manifest in(Path folder) {
    return read(folder.resolve("manifest.json"), Manifest.class);
  }

  static <T> T read(Path file, Class<T> type) {
    try {
      return JSON.readValue(file.toFile(), type);
    } catch (IOException e) {
      throw new InputException(
          file + " is damaged or was written by another version. Build the set again.", e);
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
