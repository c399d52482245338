package dev.clearer.net.kernelgan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.Image;
import dev.clearer.net.kernelgan.KernelConstraints.Lambdas;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class KernelGanTest {
  private static final KernelGan.Settings SHORT = new KernelGan.Settings(12, 0);

  @Test
  void theSeedDecides() {
    Image picture = edges(80, 70, 3);
    KernelGan.Kernels once = KernelGan.find(picture, SHORT, 5, Progress.NONE);
    KernelGan.Kernels again = KernelGan.find(picture, SHORT, 5, Progress.NONE);
    KernelGan.Kernels other = KernelGan.find(picture, SHORT, 6, Progress.NONE);
    assertArrayEquals(once.half().weights(), again.half().weights(), 1e-9);
    assertArrayEquals(once.quarter().weights(), again.quarter().weights(), 1e-9);
    assertFalse(java.util.Arrays.equals(once.half().weights(), other.half().weights()));
  }

  @Test
  void thePictureIsLeftAsItWas() {
    Image picture = edges(80, 70, 3);
    float[] before = picture.plane(1).clone();
    KernelGan.find(picture, SHORT, 5, Progress.NONE);
    assertArrayEquals(before, picture.plane(1));
  }

  @Test
  void kernelsAreNormalisedAndCentred() {
    KernelGan.Kernels found = KernelGan.find(edges(81, 71, 1), SHORT, 1, Progress.NONE);
    assertEquals(1, found.half().sum(), 0.05);
    assertEquals(1, found.quarter().sum(), 1e-9);
    int middle = found.half().size() / 2;
    assertTrue(Math.abs(found.half().centre().y() - middle - 0.5) < 0.3);
    assertTrue(found.quarter().sigma() > found.half().sigma());
  }

  @Test
  void reportsProgressAndCanBeCancelled() {
    List<Double> reports = new ArrayList<>();
    KernelGan.find(edges(70, 70, 3), SHORT, 1, reports::add);
    assertEquals(0, reports.get(0));
    assertEquals(1, reports.get(reports.size() - 1));
    assertTrue(reports.size() > SHORT.iterations());
    Progress impatient =
        fraction -> {
          if (fraction > 0.2) {
            throw new CancellationException();
          }
        };
    assertThrows(
        CancellationException.class, () -> KernelGan.find(edges(70, 70, 3), SHORT, 1, impatient));
  }

  @Test
  void smallAndFlatPicturesAreRefused() {
    Image small = edges(65, 200, 3);
    assertThrows(InputException.class, () -> KernelGan.find(small, SHORT, 1, Progress.NONE));
    Image medium = edges(80, 80, 3);
    assertThrows(
        InputException.class,
        () -> KernelGan.find(medium, KernelGan.Settings.SYNTHETIC, 1, Progress.NONE));
    Image flat = Image.of(80, 80, new float[6400]);
    assertThrows(InputException.class, () -> KernelGan.find(flat, SHORT, 1, Progress.NONE));
    assertThrows(InputException.class, () -> new KernelGan.Settings(0, 0));
  }

  @Test
  void ratesFallAfterTheIterationsOfTheReference() {
    assertEquals(2e-4, KernelGan.rate(0), 1e-12);
    assertEquals(2e-4, KernelGan.rate(750), 1e-12);
    assertEquals(2e-5, KernelGan.rate(751), 1e-12);
    assertEquals(2e-7, KernelGan.rate(2999), 1e-12);
  }

  @Test
  void constraintsChangeOnceTheKernelIsCloseToBicubic() {
    ConstraintSchedule schedule = new ConstraintSchedule();
    for (int i = 0; i <= 200; i++) {
      schedule.after(i, i % 3 == 0 ? 0.5 : 0.3);
    }
    assertEquals(Lambdas.FIRST, schedule.lambdas(), "twice running is not enough");
    for (int i = 201; i <= 399; i++) {
      schedule.after(i, i < 204 ? 0.3 : 0.9);
    }
    assertEquals(Lambdas.FIRST, schedule.lambdas(), "only every 200th iteration");
    schedule.after(400, 0.9);
    assertEquals(new Lambdas(0.05, 0, 0), schedule.lambdas());
    schedule.after(600, 0.9);
    assertEquals(new Lambdas(5e-4, 1, 5), schedule.lambdas());
    schedule.after(800, 0.9);
    schedule.after(1000, 0.9);
    assertEquals(new Lambdas(5e-6, 1, 5), schedule.lambdas());
  }

  /** Rectangles of random colours. */
  private static Image edges(int width, int height, int channels) {
    SplittableRandom random = new SplittableRandom(2);
    float[][] planes = new float[channels][width * height];
    for (int i = 0; i < 60; i++) {
      int left = random.nextInt(width);
      int top = random.nextInt(height);
      for (float[] plane : planes) {
        float value = (float) random.nextDouble();
        for (int y = top; y < Math.min(height, top + 17); y++) {
          for (int x = left; x < Math.min(width, left + 23); x++) {
            plane[y * width + x] = value;
          }
        }
      }
    }
    return Image.of(width, height, planes);
  }
}
