package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clearer.image.BlurMap;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Degradations that the paper's sets do not have: uniform blur in the training part, and recipes.
 */
class SynthesizeRecipeTest {
  private static final Path CONFIGS = Path.of(System.getProperty("clearer.root", ".."), "configs");

  @TempDir Path folder;

  private Object[] photos(Path set, Object... more) {
    Object[] command = {"synthesize", "photos", "--images", folder, "--output", set};
    return OwnPictures.with(command, more);
  }

  private static void assertBuilt(Object... command) {
    CommandLineRun run = CommandLineRun.of(command);
    assertEquals(0, run.code(), run::err);
  }

  private static JsonNode pictures(Path set) throws IOException {
    return new ObjectMapper().readTree(set.resolve("manifest.json").toFile()).get("pictures");
  }

  private static boolean isUniform(BlurMap map) {
    for (float sigma : map.sigma()) {
      if (sigma != map.sigma()[0]) {
        return false;
      }
    }
    return true;
  }

  @Test
  void mixesBothKindsOfBlurInTheTrainingPart() throws IOException {
    for (int i = 0; i < 12; i++) {
      OwnPictures.write(folder, "p" + i, 32, 900);
    }
    Path set = folder.resolve("set");
    assertBuilt(photos(set, "--uniform-share", "0.5"));
    int uniform = 0;
    for (JsonNode picture : pictures(set)) {
      Path blur = set.resolve("train/blur/" + picture.get("name").asText() + ".png");
      BlurMap map = MapFiles.readBlur(blur);
      boolean one = picture.get("focus").isNull();
      uniform += one ? 1 : 0;
      assertEquals(one, isUniform(map));
      if (one) {
        assertEquals(picture.get("uniformSigma").asDouble(), map.sigma()[0], 1e-6);
      }
    }
    assertTrue(uniform >= 2 && uniform <= 10, uniform + " of 12");
    assertBuilt("dataset", "check", set);
    assertBuilt("dataset", "show", set, "--output", folder.resolve("page.html"));
    Path all = folder.resolve("all");
    assertBuilt(photos(all, "--uniform-share", "1"));
    pictures(all).forEach(picture -> assertTrue(picture.get("focus").isNull()));
    CommandLineRun other = CommandLineRun.of(photos(set, "--uniform-share", "0.25"));
    assertTrue(other.err().contains("with other parameters (uniform-share)"), other::err);
  }

  /** The uniform share does not affect the validation part. */
  @Test
  void keepsBothGroupsOfTheValidationPart() throws IOException {
    OwnPictures.write(folder, "a", 32, 900);
    assertBuilt(photos(folder.resolve("one"), "--part", "val"));
    assertBuilt(photos(folder.resolve("two"), "--part", "val", "--uniform-share", "1"));
    for (String file : new String[] {"Group1/blur", "Group1/LRx4", "Group2/blur", "Group2/LRx4"}) {
      String name = "val/" + file + "/a.png";
      assertEquals(
          -1, Files.mismatch(folder.resolve("one/" + name), folder.resolve("two/" + name)));
    }
  }

  private Path recipe(String yaml) throws IOException {
    return Files.writeString(folder.resolve("recipe.yml"), yaml);
  }

  private static final String BLUR_AND_NOISE =
      """
      steps:
        - {kind: uniform-blur, sigma: {from: 2, to: 2}, ratio: {from: 1, to: 1}}
        - {kind: to-scale, filters: {bicubic: 1, area: 0, bilinear: 0}}
        - {kind: gaussian-noise, sigma: {from: 10, to: 10}}
      """;

  @Test
  void buildsByARecipe() throws IOException {
    OwnPictures.write(folder, "a", 64, 900);
    Path recipe = recipe(BLUR_AND_NOISE);
    Path set = folder.resolve("set");
    assertBuilt(photos(set, "--recipe", recipe, "--scale", "2"));
    assertEquals(32, ImageFiles.read(set.resolve("train/LRx2/a.png")).width());
    BlurMap map = MapFiles.readBlur(set.resolve("train/blur/a.png"));
    assertEquals(64, map.width());
    assertTrue(isUniform(map));
    assertEquals(2, map.sigma()[0], 1e-6);
    JsonNode picture = pictures(set).get(0);
    assertEquals(10 / 255.0, picture.get("noise").asDouble(), 0.003);
    assertTrue(picture.get("focus").isNull());
    assertBuilt("dataset", "check", set);
    assertBuilt("dataset", "show", set, "--output", folder.resolve("page.html"));
    CommandLineRun again = CommandLineRun.of(photos(set, "--recipe", recipe, "--scale", "2"));
    assertTrue(again.out().contains("0 built, 1 kept"), again::out);
    recipe(BLUR_AND_NOISE.replace("sigma: {from: 10", "sigma: {from: 9"));
    CommandLineRun other = CommandLineRun.of(photos(set, "--recipe", recipe, "--scale", "2"));
    assertTrue(other.err().contains("with other parameters (recipe)"), other::err);
  }

  @Test
  void buildsAValidationPartThatCanBeMeasuredOn() throws IOException {
    OwnPictures.write(folder, "a", 64, 900);
    Path set = folder.resolve("set");
    assertBuilt(photos(set, "--recipe", recipe(BLUR_AND_NOISE), "--part", "val"));
    assertTrue(Files.exists(set.resolve("val/recipe-x4/LRx4/a.png")));
    assertFalse(Files.exists(set.resolve("val/Group1")));
    CommandLineRun measured = CommandLineRun.of("evaluate", "--data", set, "--model", "compact-x4");
    assertEquals(0, measured.code(), measured::err);
    assertTrue(measured.out().contains("recipe x4"), measured::out);
  }

  @Test
  void acceptsTheRecipesInConfigs() throws IOException {
    OwnPictures.write(folder, "a", 64, 900);
    for (String name : new String[] {"degradation.yml", "photo-degradation.yml"}) {
      Path set = folder.resolve("set-" + name);
      assertBuilt(photos(set, "--recipe", CONFIGS.resolve(name), "--scale", "2"));
      Picture low = ImageFiles.read(set.resolve("train/LRx2/a.png"));
      assertEquals(32, low.width());
    }
  }

  /** Regions of photographs are drawn or given, and may move separately. */
  @Test
  void movesTheRegionsOfPhotographs() throws IOException {
    OwnPictures.write(folder, "a", 32, 900);
    Path moving =
        recipe(
            """
            steps:
              - kind: motion-blur
                path: straight
                moves: region
                length: {from: 4, to: 4}
                turn: {from: 0, to: 0}
              - {kind: to-scale, filters: {bicubic: 1, area: 0, bilinear: 0}}
            """);
    Path set = folder.resolve("set");
    assertBuilt(photos(set, "--recipe", moving));
    assertFalse(isUniform(MapFiles.readBlur(set.resolve("train/blur/a.png"))));
    Object[] rgbd = {"synthesize", "rgbd", "--images", folder, "--depth", folder};
    CommandLineRun none =
        CommandLineRun.of(
            OwnPictures.with(rgbd, "--recipe", moving, "--output", folder.resolve("rgbd")));
    assertTrue(none.err().contains("Moving regions need a region map"), none::err);
  }

  @Test
  void refusesRecipesThatDoNotFit() throws IOException {
    OwnPictures.write(folder, "a", 32, 900);
    Path set = folder.resolve("set");
    Path fixed =
        recipe(
            "steps:\n  - {kind: downsampling, scale: 2, filters: {bicubic: 1, area: 0, bilinear: 0}}\n");
    refused("downsamples by 2, but the scale is 4", photos(set, "--recipe", fixed));
    refused(
        "omit --max-circle and --uniform-share",
        photos(set, "--recipe", fixed, "--max-circle", "9"));
    refused(
        "omit --max-circle and --uniform-share",
        photos(set, "--recipe", fixed, "--uniform-share", "0.5"));
    refused("does not exist", photos(set, "--recipe", folder.resolve("none.yml")));
    refused("steps", photos(set, "--recipe", recipe("stages: []\n")));
    refused("--uniform-share must be 0 to 1", photos(set, "--uniform-share", "1.5"));
    refused("--uniform-share must be 0 to 1", photos(set, "--uniform-share", "NaN"));
    try (Stream<Path> files = Files.list(folder)) {
      assertFalse(files.anyMatch(file -> file.equals(set)), "no set is started");
    }
  }

  private static void refused(String part, Object... command) {
    CommandLineRun run = CommandLineRun.of(command);
    assertEquals(2, run.code());
    assertEquals(1, run.err().lines().count(), run::err);
    assertTrue(run.err().contains(part), run::err);
  }
}
