package dev.clearer.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.image.Picture;
import dev.clearer.image.PixelMap;
import dev.clearer.net.compact.Compact;
import dev.clearer.net.compact.CompactConfig;
import dev.clearer.net.compact.CompactConfig.Base;
import dev.clearer.net.compact.CompactConfig.Interaction;
import dev.clearer.net.compact.CompactConfig.Prior;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Weights;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClearerTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static String model = "";

  @BeforeAll
  static void drawModel() {
    torch.manual_seed(5);
    Path file = shared.resolve("drawn.safetensors");
    Weights.of(
            new Compact(
                new CompactConfig(
                    4,
                    3,
                    new CompactConfig.Estimator(16, 1, 1, 8, 2, 4, Interaction.GIA),
                    new CompactConfig.Restorer(16, 1, Prior.BLUR_AND_CLASSES, Base.WIENER))))
        .write(file);
    model = file.toString();
  }

  private static BufferedImage image(int type) {
    BufferedImage image = new BufferedImage(24, 16, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(200, 90, 30));
    graphics.fillRect(0, 0, 24, 16);
    graphics.setColor(new Color(20, 140, 220));
    graphics.fillOval(4, 2, 12, 12);
    graphics.dispose();
    return image;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY
      })
  void restoresBufferedImagesOfAllTypes(int type) {
    try (Clearer clearer = Clearer.open(model)) {
      BufferedImage large = clearer.restore(image(type), Request.best()).image();
      assertEquals(96, large.getWidth());
      assertEquals(64, large.getHeight());
      assertEquals(image(type).getColorModel().hasAlpha(), large.getColorModel().hasAlpha());
      boolean grey = image(type).getRaster().getNumBands() == 1;
      assertEquals(grey, large.getRaster().getNumBands() == 1);
      int corner = large.getRGB(90, 60);
      if (!grey) {
        assertTrue(
            (corner >> 16 & 0xff) > 150 && (corner & 0xff) < 90, Integer.toHexString(corner));
      }
    }
  }

  @Test
  void alphaAndDepthAreKept() {
    Image plane = Image.of(16, 16, new float[256], new float[256], new float[256]);
    float[] opacity = new float[256];
    Arrays.fill(opacity, 0.5f);
    Picture picture =
        new Picture(
            plane, Image.of(16, 16, opacity), 16, Picture.of(plane).metadata(), "one of three");
    try (Clearer clearer = Clearer.builder().model(model).precision(Precision.F32).build()) {
      Picture restored = clearer.restore(picture, Request.scale(4)).picture();
      assertEquals(16, restored.bitDepth());
      Image alpha = restored.alpha();
      assertNotNull(alpha);
      assertEquals(64, alpha.width());
      assertEquals(0.5, alpha.at(0, 30, 30), 1e-4);
    }
  }

  @Test
  void appliesRequests() {
    try (Clearer clearer = Clearer.builder().model(model).precision(Precision.F32).build()) {
      assertEquals(Set.of(4), clearer.scales());
      assertEquals(4, clearer.bestScale());
      assertEquals(Set.of(MapKind.BLUR, MapKind.CLASSES), clearer.maps());
      assertEquals(3, clearer.classNames().size());
      BufferedImage image = image(BufferedImage.TYPE_INT_RGB);
      Restored corrected = clearer.restore(image, Request.scale(3).blur(1.5).strength(2));
      assertEquals(72, corrected.picture().width());
      assertEquals(4, corrected.workingScale());
      for (float sigma : corrected.map(MapKind.BLUR).values()) {
        assertEquals(3, sigma, 1e-5);
      }
      assertThrows(IllegalArgumentException.class, () -> corrected.map(MapKind.NOISE));
      float[] plain = clearer.restore(image, Request.best()).picture().colour().plane(0);
      float[] best = clearer.restore(image, Request.best().ensemble()).picture().colour().plane(0);
      assertTrue(!Arrays.equals(plain, best), "the ensemble changes nothing");
      PixelMap map = clearer.restore(image, Request.best()).map(MapKind.BLUR);
      float[] again = clearer.restore(image, Request.best().blur(map)).picture().colour().plane(0);
      assertArrayEquals(plain, again, 0.02f);
    }
  }

  @Test
  void progressMayCancel() {
    try (Clearer clearer = Clearer.open(model)) {
      Request cancelled =
          Request.best()
              .progress(
                  fraction -> {
                    throw new CancellationException();
                  });
      BufferedImage image = image(BufferedImage.TYPE_INT_RGB);
      assertThrows(CancellationException.class, () -> clearer.restore(image, cancelled));
    }
  }

  @Test
  void refusesInvalidRequests() {
    assertThrows(InputException.class, () -> Request.scale(5));
    assertThrows(InputException.class, () -> Request.best().strength(0));
    assertThrows(InputException.class, () -> Clearer.open("no-such-model"));
  }
}
