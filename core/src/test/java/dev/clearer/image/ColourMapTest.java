package dev.clearer.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ColourMapTest {
  @Test
  void blurRunsFromDarkToBright() {
    Image drawn = ColourMap.colour(new BlurMap(3, 1, new float[] {0, 5, 9}), 5);
    assertEquals(0x440154, colour(drawn, 0));
    assertEquals(0xfde725, colour(drawn, 1));
    assertEquals(0xfde725, colour(drawn, 2), "more than the largest");
    double last = -1;
    for (double share = 0; share <= 1; share += 0.01) {
      double brightness = brightness(ColourMap.at(share));
      assertTrue(brightness >= last - 0.5, "brightness rises at " + share);
      last = brightness;
    }
    assertThrows(
        IllegalArgumentException.class, () -> ColourMap.colour(new BlurMap(1, 1, new float[1]), 0));
  }

  @Test
  void unknownIsBlack() {
    Image depth = ColourMap.colour(new DepthMap(3, 1, new float[] {0, 1, 1000}), 1000);
    assertEquals(0, colour(depth, 0));
    assertTrue(brightness(colour(depth, 1)) > brightness(colour(depth, 2)));
    assertEquals(0, colour(ColourMap.colour(new LabelMap(1, 1, new byte[] {-1})), 0));
  }

  @Test
  void classesCanBeToldApart() {
    for (int a = 0; a < 40; a++) {
      assertEquals(ColourMap.ofClass(a), colour(label(a), 0));
      for (int b = 0; b < a; b++) {
        int distance = 0;
        for (int shift = 0; shift < 24; shift += 8) {
          distance +=
              Math.abs(
                  (ColourMap.ofClass(a) >> shift & 0xff) - (ColourMap.ofClass(b) >> shift & 0xff));
        }
        assertTrue(distance > 15, a + " and " + b + " differ by " + distance);
      }
    }
  }

  @Test
  void everyClassHasItsName() {
    assertEquals(40, ClassNames.NYUV2.names().size());
    assertEquals(19, ClassNames.CITYSCAPES.names().size());
    assertEquals(11, ClassNames.CAMVID.names().size());
    assertEquals("wall", ClassNames.NYUV2.of(0));
    assertEquals("other prop", ClassNames.NYUV2.of(39));
    assertEquals("bicycle", ClassNames.CITYSCAPES.of(18));
    assertEquals("unknown", ClassNames.CAMVID.of(LabelMap.IGNORE));
  }

  private static Image label(int index) {
    return ColourMap.colour(new LabelMap(1, 1, new byte[] {(byte) index}));
  }

  private static int colour(Image image, int x) {
    int colour = 0;
    for (int c = 0; c < 3; c++) {
      colour = (colour << 8) | Math.round(255 * image.at(c, 0, x));
    }
    return colour;
  }

  private static double brightness(int colour) {
    return 0.299 * (colour >> 16) + 0.587 * (colour >> 8 & 0xff) + 0.114 * (colour & 0xff);
  }
}
