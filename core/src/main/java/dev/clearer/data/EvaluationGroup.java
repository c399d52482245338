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
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic degradation of sharp pictures for evaluation.
 *
 * @param group folder, title and scale
 * @param operation the degradation
 */
public record EvaluationGroup(TestSet.Group group, Operation operation) {
  /** The largest circle of confusion of the groups of the paper's sets, in pixels. */
  public static final double USUAL_CIRCLE = 21;

  /** The name of the group with a user's recipe. */
  public static final String RECIPE = "recipe";

  private static final Pattern NAME = Pattern.compile("([a-z]+)(?:-x([1-4]))?");

  /** Names of the groups of the paper's sets in folders and tables. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "group1", "variant",
          "space-variant", "variant",
          "group2", "uniform",
          "space-invariant", "uniform");

  private static final Map<String, Definition> DEFINITIONS = definitions();

  /** A degradation of one picture. */
  public interface Operation {
    /**
     * The degraded picture.
     *
     * @param name of the file, without its extension
     * @param index in its folder, from 0
     */
    Degraded apply(Degraded sharp, String name, int index);
  }

  /** The resource {@code groups.yml}. */
  record Definitions(List<Definition> groups) {}

  /** A group that is defined by a recipe. */
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
   * Settings that all groups of an evaluation share.
   *
   * @param circle largest circle of confusion of variant and uniform, in pixels
   * @param recipe the recipe of the group {@code recipe}; null if there is none
   * @param scale scale of names without a suffix; 0 for each group's default: 4 for variant,
   *     uniform, photo, bicubic and recipe, 1 for the others
   */
  public record Terms(double circle, @Nullable Recipe recipe, int scale) {}

  /**
   * The group with a name such as {@code variant} or {@code photo-x2}. {@code Group1} and {@code
   * space-variant} are aliases of variant, {@code Group2} and {@code space-invariant} of uniform.
   *
   * @throws InputException if there is no such group
   */
  public static EvaluationGroup named(String name, Terms terms) {
    String lower = name.toLowerCase(Locale.ROOT);
    Matcher parts = NAME.matcher(ALIASES.getOrDefault(lower, lower));
    if (!parts.matches() || !isKnown(parts.group(1))) {
      String text = unknown(name);
      throw new InputException(Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".");
    }
    String family = parts.group(1);
    Definition definition = DEFINITIONS.get(family);
    int usual = terms.scale > 0 ? terms.scale : definition == null ? 4 : definition.scale;
    int scale = parts.group(2) == null ? usual : Integer.parseInt(parts.group(2));
    if (definition != null) {
      return of(definition, scale);
    }
    return switch (family) {
      case "variant" -> variant(scale, terms.circle);
      case "uniform" -> uniform(scale, terms.circle);
      default -> recipe(terms.recipe, scale);
    };
  }

  private static EvaluationGroup recipe(@Nullable Recipe recipe, int scale) {
    if (recipe == null) {
      throw new InputException("The group recipe needs a recipe file: give it with --degradation.");
    }
    return of(new Definition(RECIPE, RECIPE, scale, recipe.steps()), scale);
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

  /**
   * Defocus by depth; the largest circle of confusion of every picture is {@code circle} pixels.
   */
  public static EvaluationGroup variant(int scale, double circle) {
    Defocus lens = Defocus.upTo(circle);
    return new EvaluationGroup(
        TestSet.Group.SPACE_VARIANT.at(scale),
        (sharp, name, index) -> smaller(lens.apply(sharp, index), scale));
  }

  /** One Gaussian for the whole picture; sigma is uniform from 0 to that of {@code circle}. */
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
