package dev.clearer.data;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import dev.clearer.degrade.Defocus;
import dev.clearer.degrade.Degradation;
import dev.clearer.degrade.Degraded;
import dev.clearer.degrade.Downsampling;
import dev.clearer.degrade.Filters;
import dev.clearer.degrade.Recipe;
import dev.clearer.degrade.UniformBlur;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is done to sharp pictures to measure on them: always the same to the same picture.
 *
 * @param group folder, title and scale
 * @param operation what is done
 */
public record EvaluationGroup(TestSet.Group group, Operation operation) {
  /** The largest circle of confusion of the groups of the paper's sets, in pixels. */
  public static final double USUAL_CIRCLE = 21;

  /** The name of a group of one's own recipe. */
  public static final String RECIPE = "recipe";

  private static final Pattern NAME = Pattern.compile("([a-z]+)(?:-x([1-4]))?");
  private static final Map<String, Definition> DEFINITIONS = definitions();

  /** Degrades a picture. */
  public interface Operation {
    /**
     * The degraded picture.
     *
     * @param name of the file, without its ending
     * @param index in its folder
     */
    Degraded apply(Degraded sharp, String name, int index);
  }

  /** The resource {@code groups.yml}. */
  record Definitions(List<Definition> groups) {}

  /** A group that is a recipe. */
  record Definition(String name, String title, int scale, List<Degradation> steps) {}

  private static Map<String, Definition> definitions() {
    try (InputStream file = EvaluationGroup.class.getResourceAsStream("groups.yml")) {
      if (file == null) {
        throw new IllegalStateException("groups.yml is missing");
      }
      String yaml = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, Definition> known = new TreeMap<>();
      Configuration.parse(yaml, "groups.yml", Definitions.class, List.of())
          .groups
          .forEach(definition -> known.put(definition.name, definition));
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses names that {@link #named} does not know, by an {@link IllegalArgumentException}. */
  static void requireKnown(List<String> names) {
    for (String name : names) {
      Matcher parts = NAME.matcher(name);
      if (!parts.matches() || !isKnown(parts.group(1))) {
        throw new IllegalArgumentException(unknown(name));
      }
    }
  }

  private static boolean isKnown(String family) {
    return DEFINITIONS.containsKey(family)
        || List.of("variant", "uniform", RECIPE).contains(family);
  }

  private static String unknown(String name) {
    return "there is no group '%s': choose from variant, uniform, %s, each also with -x1 to -x4"
        .formatted(name, String.join(", ", DEFINITIONS.keySet()));
  }

  /**
   * The group of a name such as {@code variant} or {@code photo-x2}; without its ending, at its own
   * scale: 4 for variant, uniform, photo, bicubic and recipe, 1 for the others.
   *
   * @param circle largest circle of confusion of variant and uniform, in pixels
   * @param recipe what the group {@code recipe} does
   * @throws InputException if there is no such group
   */
  public static EvaluationGroup named(String name, double circle, Recipe recipe) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches() || !isKnown(parts.group(1))) {
      String text = unknown(name);
      throw new InputException(Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".");
    }
    Definition definition =
        DEFINITIONS.getOrDefault(parts.group(1), new Definition(RECIPE, RECIPE, 4, recipe.steps()));
    int scale = parts.group(2) == null ? definition.scale : Integer.parseInt(parts.group(2));
    return switch (parts.group(1)) {
      case "variant" -> variant(scale, circle);
      case "uniform" -> uniform(scale, circle);
      default -> of(definition, scale);
    };
  }

  private static EvaluationGroup of(Definition definition, int scale) {
    Recipe recipe = new Recipe(definition.steps).forScale(scale);
    String folder = "%s-x%d".formatted(definition.name, scale);
    String title = "%s x%d".formatted(definition.title, scale);
    return new EvaluationGroup(
        new TestSet.Group(folder, title, scale),
        (sharp, name, index) ->
            recipe.apply(sharp, Seeds.of(0, definition.name + "/" + name)).eightBits());
  }

  /** Out of focus by depth, the largest circle of every picture being {@code circle} pixels. */
  public static EvaluationGroup variant(int scale, double circle) {
    Defocus lens = Defocus.upTo(circle);
    return new EvaluationGroup(
        TestSet.Group.SPACE_VARIANT.at(scale),
        (sharp, name, index) -> smaller(lens.apply(sharp, index), scale));
  }

  /** One Gaussian for the whole picture, sigma drawn evenly up to that of {@code circle}. */
  public static EvaluationGroup uniform(int scale, double circle) {
    UniformBlur blur = UniformBlur.isotropic(0, Defocus.upTo(circle).maximumSigma());
    return new EvaluationGroup(
        TestSet.Group.SPACE_INVARIANT.at(scale),
        (sharp, name, index) -> {
          double sigma = new SplittableRandom(index).nextDouble() * blur.sigma().to();
          return smaller(blur.apply(sharp, sigma), scale);
        });
  }

  private static Degraded smaller(Degraded picture, int scale) {
    return new Downsampling(scale, Filters.BICUBIC)
        .apply(picture, new SplittableRandom(0))
        .eightBits();
  }
}
