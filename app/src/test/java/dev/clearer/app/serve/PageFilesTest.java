package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;

/** How files come into the page, by dropping and pasting, and out of it, by downloads. */
class PageFilesTest extends OpenPage {
  private static final byte[] PICTURE = Pictures.png(60, 40);

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  /** Waits for the result of {@link #PICTURE}, and sees that the page shows it. */
  private void shows(String name) {
    browser().until("!document.querySelector('#viewer').hidden && !state.pending");
    assertEquals(name, browser().find("#title").getText());
    assertTrue(browser().find("#facts").getText().startsWith("60 × 40 to 240 × 160"));
    assertFalse(browser().find("#message").isDisplayed());
    assertEquals(
        240L, browser().<Long>script("return document.querySelector('#after').naturalWidth"));
    JsonNode job = server().job(browser().script("return state.job.id"));
    assertEquals("done", job.get("state").asText());
    byte[] original = server().get("/api/jobs/" + job.get("id").asText() + "/original").body();
    assertSamePixels(PICTURE, original);
  }

  private static void assertSamePixels(byte[] expected, byte[] actual) {
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(decoded(expected).plane(c), decoded(actual).plane(c));
    }
  }

  private static Image decoded(byte[] file) {
    return ImageFiles.decode(file, "file", ImageFiles.MOST_PIXELS).colour();
  }

  /** Waits until the page shows where to drop, or no longer. */
  private static void marks(boolean shown) {
    browser().until("document.querySelector('#drop').classList.contains('over') == " + shown);
  }

  @Test
  void takesADroppedPicture() throws IOException {
    Path file = file("dropped.png", PICTURE);
    browser().drag("dragEnter", "#drop", file);
    browser().drag("dragOver", "#drop", file);
    marks(true);
    browser().drag("drop", "#drop", file);
    marks(false);
    shows("dropped.png");
    assertEquals(List.of(), browser().complaints());
  }

  @Test
  void takesAPictureDroppedOnTheResultBefore() throws IOException {
    String before = enlarge("bird.jpg");
    browser().drop("#stage", file("next.png", PICTURE));
    browser().until("state.job.id != '" + before + "'");
    shows("next.png");
  }

  @Test
  void takesAPastedPictureAndNoText() {
    browser().paste("text/plain", "only words".getBytes(StandardCharsets.UTF_8));
    browser().paste("image/png", PICTURE);
    shows("image.png");
    assertEquals(1, browser().<Long>script("return state.follow"), "words make no job");
    assertEquals(List.of(), browser().complaints());
  }

  @Test
  void saysThatADroppedFileIsNoPicture() throws IOException {
    browser().drop("#drop", file("notes.txt", "words".getBytes(StandardCharsets.UTF_8)));
    assertSays("notes.txt is not a picture: give a PNG, JPEG, TIFF, WebP, BMP or GIF.");
    browser().drop("#drop", file("dropped.png", PICTURE));
    shows("dropped.png");
  }

  @Test
  void saysThatADroppedFolderIsNoPicture() throws IOException {
    browser().drop("#drop", Files.createDirectory(folder.resolve("album")));
    assertSays("album cannot be read: give a picture, not a folder.");
    browser().drop("#drop", file("dropped.png", PICTURE));
    shows("dropped.png");
  }

  @Test
  void saysThatOnlyOnePictureIsTaken() throws IOException {
    browser().drop("#drop", file("first.png", PICTURE), file("second.png", PICTURE));
    assertSays(
        "2 files at once are too many: give one picture here; the command \"clearer upscale\" takes"
            + " whole folders.");
    assertEquals(0, browser().<Long>script("return state.follow"), "neither makes a job");
    browser().drop("#drop", file("dropped.png", PICTURE));
    shows("dropped.png");
  }

  @Test
  void asksToWaitUntilThePageKnowsTheLimits() throws IOException {
    browser().script("state.kept = state.offer; state.offer = undefined");
    browser().drop("#drop", file("dropped.png", PICTURE));
    assertSays("The page is not ready yet: try again in a moment.");
    browser().script("state.offer = state.kept");
    browser().drop("#drop", file("dropped.png", PICTURE));
    shows("dropped.png");
  }

  private static void assertSays(String message) {
    browser().until("!document.querySelector('#message').hidden");
    assertEquals(message, browser().find("#message").getText());
    assertFalse(browser().find("#work").isDisplayed());
  }

  @Test
  void everyButtonDownloadsWhatItSays() throws IOException {
    String job = "/api/jobs/" + enlarge("bird.jpg") + "/";
    assertEquals(
        List.of("result", "result?format=jpeg", "blur", "semantics"),
        browser()
            .script(
                "return [...document.querySelectorAll('[data-get]')].filter(b => !b.hidden)"
                    + ".map(b => b.dataset.get)"));
    downloads(job, "result", "bird_x4.png", "png 240x160 3x8");
    downloads(job, "result?format=jpeg", "bird_x4.jpg", "JPEG 240x160 3x8");
    downloads(job, "blur", "bird_x4_blur.png", "png 240x160 1x16");
    downloads(job, "semantics", "bird_x4_semantics.png", "png 240x160 1x8");
    assertEquals(List.of(), browser().complaints());
  }

  private void downloads(String job, String what, String name, String kind) throws IOException {
    browser().click("[data-get='" + what + "']");
    Path saved = shared.resolve(name);
    for (int i = 0; i < 400 && !Files.exists(saved); i++) {
      RunningServer.pause();
    }
    byte[] bytes = Files.readAllBytes(saved);
    assertEquals(kind, kind(bytes), name);
    assertArrayEquals(server().get(job + what).body(), bytes, name);
  }

  /** Format, size, and number and bits of the channels, as Java's own reader decodes the file. */
  private static String kind(byte[] file) throws IOException {
    try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      ImageReader reader = ImageIO.getImageReaders(stream).next();
      reader.setInput(stream);
      BufferedImage image = reader.read(0);
      return "%s %dx%d %dx%d"
          .formatted(
              reader.getFormatName(),
              image.getWidth(),
              image.getHeight(),
              image.getRaster().getNumBands(),
              image.getSampleModel().getSampleSize(0));
    }
  }
}
