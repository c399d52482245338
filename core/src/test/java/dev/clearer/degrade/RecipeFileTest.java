package dev.clearer.degrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.clearer.config.Configuration;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example in {@code configs}. */
class RecipeFileTest {
  @Test
  void showsEveryKindAndRuns() {
    Path file = Path.of(System.getProperty("clearer.root"), "configs/degradation.yml");
    Recipe all = Configuration.read(file, Recipe.class, List.of());
    String yaml = Configuration.write(all);
    for (JsonSubTypes.Type kind : Degradation.class.getAnnotation(JsonSubTypes.class).value()) {
      assertTrue(yaml.contains("kind: " + kind.name()), kind.name());
    }
    Recipe recipe = all.forScale(2);
    float[] plane = new float[32 * 32];
    float[] depth = new float[32 * 32];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = i % 5 / 5f;
      depth[i] = 500 + i;
    }
    Degraded scene =
        Degraded.of(Image.of(32, 32, plane, plane, plane), new DepthMap(32, 32, depth), null);
    Degraded once = recipe.apply(scene, 4);
    assertEquals(16, once.image().width());
    assertEquals(0, Arrays.compare(once.image().plane(0), recipe.apply(scene, 4).image().plane(0)));
  }
}
