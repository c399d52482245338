package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.clearer.app.CommandLineRuns;
import dev.clearer.image.BlurMap;
import dev.clearer.image.ColourMap;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import dev.clearer.image.Resize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.interactions.Actions;

/**
 * Not part of the gate: makes the pictures of README and docs anew, with the shipped model (how to
 * run it: CONTRIBUTING.md).
 */
class DocsPictures {
  private static final Path ROOT = Path.of(System.getProperty("clearer.root", ".."));
  private static final Path SAMPLE = ROOT.resolve("samples/parrot.jpg");
  private static final int QUALITY = 85;
  private static final int WIDTH = 440;
  private static final int HEIGHT = 294;
  private static final int GAP = 8;

  @TempDir Path folder;

  @Test
  void makesAllAnew() throws IOException {
    try (RunningServer server =
            new RunningServer(folder, null, new Contract(), null, "memoryMegabytes=700");
        Browser browser = new Browser(folder)) {
      browser.size(889, 875, false);
      browser.driver.get(server.url("/"));
      browser.until("document.querySelector('#model').options.length > 1");
      browser.find("#file").sendKeys(SAMPLE.toRealPath().toString());
      browser.until("!document.querySelector('#viewer').hidden && !state.pending");
      shoot(browser, "page.jpg");
      browser.click("input[value=blur] + span");
      new Actions(browser.driver).moveToElement(browser.find("#stage"), 3, 2).perform();
      shoot(browser, "page-blur.jpg");
      String job = "/api/jobs/" + browser.script("return state.job.id");
      Path blur = Files.write(folder.resolve("blur.png"), server.get(job + "/blur").body());
      Image result = decoded(server.get(job + "/result").body());
      write(comparison(result, MapFiles.readBlur(blur)), "parrot.jpg");
      write(deblurred(), "deblurred.jpg");
    }
  }

  private static void shoot(Browser browser, String name) {
    Image page = decoded(browser.screenshot());
    long end = browser.<Long>script("return document.querySelector('#recent').offsetTop - 8");
    write(page.crop(0, 0, page.width(), (int) Math.min(end, page.height())), name);
  }

  /** Photographs out of focus beside what becomes of them, at their own size. */
  private Image deblurred() {
    List<Image> rows = new ArrayList<>();
    for (String name : List.of("soft-spices", "soft-osprey")) {
      Path photo = ROOT.resolve("samples").resolve(name + ".jpg");
      assertEquals(0, CommandLineRuns.code("deblur", photo, "--output", folder));
      Image before = ImageFiles.read(photo).colour();
      Image after = ImageFiles.read(folder.resolve(name + ".png")).colour();
      rows.add(beside(before.width(), 225, before.crop(0, 0, 400, 225), after.crop(0, 0, 400, 225)));
    }
    return below(rows.get(0), rows.get(1));
  }

  private static Image below(Image upper, Image lower) {
    int width = upper.width();
    int height = upper.height() + GAP + lower.height();
    float[][] planes = new float[3][width * height];
    for (int c = 0; c < 3; c++) {
      Arrays.fill(planes[c], 1);
      System.arraycopy(upper.plane(c), 0, planes[c], 0, width * upper.height());
      int start = width * (upper.height() + GAP);
      System.arraycopy(lower.plane(c), 0, planes[c], start, width * lower.height());
    }
    return Image.of(width, height, planes);
  }

  /** A part enlarged by bicubic interpolation, the same of the result, and the whole blur map. */
  private static Image comparison(Image result, BlurMap blur) {
    Image sample = ImageFiles.read(SAMPLE).colour();
    Image bicubic = Resize.bicubic(sample, result.width(), result.height()).clamped();
    Image map = ColourMap.colour(blur, Math.ceil(Math.max(1, blur.greatest())));
    return beside(
        WIDTH,
        HEIGHT,
        bicubic.crop(476, 300, WIDTH, HEIGHT),
        result.crop(476, 300, WIDTH, HEIGHT),
        Resize.bicubic(map, WIDTH, HEIGHT).clamped());
  }

  private static Image beside(int each, int height, Image... images) {
    int width = images.length * (each + GAP) - GAP;
    float[][] planes = new float[3][width * height];
    for (int c = 0; c < 3; c++) {
      Arrays.fill(planes[c], 1);
      for (int i = 0; i < images.length; i++) {
        for (int y = 0; y < height; y++) {
          int to = y * width + i * (each + GAP);
          System.arraycopy(images[i].plane(c), y * each, planes[c], to, each);
        }
      }
    }
    return Image.of(width, height, planes);
  }

  private static Image decoded(byte[] file) {
    return ImageFiles.decode(file, "page", ImageFiles.MOST_PIXELS).colour();
  }

  private static void write(Image image, String name) {
    ImageFiles.write(Picture.of(image), ROOT.resolve("docs").resolve(name), QUALITY);
  }
}
