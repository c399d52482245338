package dev.clearer.originals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.degrade.GaussianBlur;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SharpnessTest {
  @Test
  void tellsSharpPhotographsFromTheSameOutOfFocus() {
    for (String name : new String[] {"kitten", "osprey", "parrot", "spices"}) {
      Path file = Path.of(System.getProperty("clearer.root"), "samples", name + ".jpg");
      Image sharp = ImageFiles.read(file).colour();
      assertTrue(Sharpness.of(sharp) > Sharpness.LEAST, name);
      for (double sigma : new double[] {1, 2, 4}) {
        Image soft = GaussianBlur.apply(sharp, sigma, 12).image();
        assertTrue(Sharpness.of(soft) < Sharpness.LEAST, name + " blurred by " + sigma);
      }
    }
  }

  @Test
  void nothingToSeeIsNotOutOfFocus() {
    assertEquals(1, Sharpness.of(Image.of(8, 8, new float[64])));
  }
}
