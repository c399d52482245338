package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clearer.image.BlurMap;
import dev.clearer.image.MapFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** What the page shows and lets one do with a result. */
class PageTest extends OpenPage {
  private static long split() {
    return Long.parseLong(
        String.valueOf(browser().find("#handle").getDomAttribute("aria-valuenow")));
  }

  @Test
  void enlargesAndComparesAndShowsMaps() throws IOException {
    String id = enlarge("bird.jpg");
    assertTrue(browser().find("#facts").getText().startsWith("60 × 40 to 240 × 160"));
    compares();
    showsTheBlur(id);
    browser().click("input[value=regions] + span");
    browser().until("document.querySelectorAll('#legend-regions li').length > 0");
    assertTrue(browser().find("#value").getText().startsWith("In the middle: "));
    assertEquals(List.of(), browser().complaints());
    assertEquals(
        List.of(),
        browser()
            .<List<String>>script(
                "return performance.getEntriesByType('resource').map(e => e.name)"
                    + ".filter(n => !n.startsWith(location.origin) && !/^(blob|data):/.test(n))"));
  }

  private void compares() {
    WebElement handle = browser().find("#handle");
    assertEquals(50, split());
    handle.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    assertEquals(54, split());
    Dimension stage = browser().find("#stage").getSize();
    new Actions(browser().driver).dragAndDropBy(handle, -stage.width / 4, 0).perform();
    assertTrue(Math.abs(split() - 29) <= 1, "at " + split());
    browser().click("#zoom-one");
    assertEquals("100 %", browser().find("#zoom-value").getText());
    assertEquals(
        "pixelated",
        browser()
            .script("return getComputedStyle(document.querySelector('#after')).imageRendering"));
    assertEquals(
        240.0,
        browser()
            .<Number>script("return document.querySelector('#after').getBoundingClientRect().width")
            .doubleValue());
    browser().find("#stage").sendKeys("0");
    assertTrue(browser().<Boolean>script("return state.fit"));
  }

  private void showsTheBlur(String id) throws IOException {
    browser().click("input[value=blur] + span");
    browser().until("!document.querySelector('#overlay').hidden");
    assertTrue(browser().find("#ramp-end").getText().endsWith(" px"));
    new Actions(browser().driver).moveToElement(browser().find("#stage"), 3, 2).perform();
    String value = browser().find("#value").getText();
    Path file =
        Files.write(folder.resolve("map.png"), server().get("/api/jobs/" + id + "/blur").body());
    BlurMap map = MapFiles.readBlur(file);
    double mean = 0;
    for (int y = 80; y < 84; y++) {
      for (int x = 120; x < 124; x++) {
        mean += map.at(y, x) / 16;
      }
    }
    assertTrue(value.matches("Under the pointer: \\d+\\.\\d px"), value);
    assertEquals(mean, Double.parseDouble(value.replaceAll("[^0-9.]", "")), 0.25, value);
  }

  @Test
  void correctsTheEstimate() throws IOException {
    String first = enlarge("bird.jpg");
    browser().click("#correct summary");
    assertFalse(browser().find("#again").isEnabled());
    browser().slide("#strength", 1);
    browser().until("!document.querySelector('#again').disabled");
    assertEquals("2.00 times blurrier", browser().find("#strength-value").getText());
    browser().click("#again");
    browser().until("state.job.id != '" + first + "' && !state.pending");
    String second = browser().script("return state.job.id");
    assertEquals(2, server().job(second).at("/options/strength").asDouble());
    assertTrue(
        browser()
            .<Boolean>script("return !document.querySelector('#against').options[1].disabled"));
    browser().slide("#paint-sigma", 7.5);
    browser().click("#paint");
    new Actions(browser().driver)
        .moveToElement(browser().find("#stage"))
        .clickAndHold()
        .moveByOffset(30, 10)
        .release()
        .perform();
    browser().until("!document.querySelector('#undo').disabled");
    browser().shootEverywhere("painting");
    browser().size(1400, 1200, false);
    browser().click("#again");
    browser().until("state.job.id != '" + second + "' && !state.pending");
    JsonNode third = server().job(browser().script("return state.job.id"));
    assertEquals("map", third.at("/options/blur").asText());
    Path map =
        Files.write(
            folder.resolve("told.png"),
            server().get("/api/jobs/" + third.get("id").asText() + "/blur").body());
    assertEquals(7.5, MapFiles.readBlur(map).at(80, 120), 0.11);
    assertEquals(List.of(), browser().complaints());
  }

  @Test
  void restoresInBestQuality() throws IOException {
    String usual = enlarge("bird.jpg");
    browser().click("#ensemble");
    browser().shootEverywhere("best");
    browser().size(1400, 1200, false);
    choose("bird.jpg", Pictures.jpeg(60, 40));
    browser().until("state.job.id != '" + usual + "' && !state.pending");
    String best = browser().script("return state.job.id");
    assertFalse(server().job(usual).at("/options/ensemble").asBoolean());
    assertTrue(server().job(best).at("/options/ensemble").asBoolean());
    assertEquals("×4, best quality", browser().find("#recent-list li span.quiet").getText());
    browser().click("#correct summary");
    browser().slide("#strength", 1);
    browser().until("!document.querySelector('#again').disabled");
    browser().click("#again");
    browser().until("state.job.id != '" + best + "' && !state.pending");
    JsonNode again = server().job(browser().script("return state.job.id"));
    assertTrue(again.at("/options/ensemble").asBoolean(), "a correction keeps the quality");
    assertEquals(List.of(), browser().complaints());
  }

  @Test
  void cancels() throws IOException {
    choose("slow.jpg", Pictures.jpeg(30, 20));
    browser().until("document.querySelector('#work-state').textContent.includes('left')");
    browser().shootEverywhere("progress");
    browser().click("#cancel");
    browser().until("document.querySelector('#work').hidden");
    for (int i = 0; i < 100 && running(); i++) {
      RunningServer.pause();
    }
    assertFalse(running());
  }

  private boolean running() {
    return RunningServer.json(server().get("/health")).get("running").asBoolean();
  }

  @Test
  void saysWhyAFileIsRefused() throws IOException {
    choose("words.png", "these are only words".getBytes(StandardCharsets.UTF_8));
    browser().until("!document.querySelector('#message').hidden");
    assertTrue(browser().find("#message").getText().startsWith("words.png is not a picture"));
    browser().shootEverywhere("refused");
    enlarge("bird.jpg");
    assertFalse(browser().find("#message").isDisplayed());
  }

  @Test
  void keepsRecentResultsUntilTheyAreDeleted() throws IOException {
    String id = enlarge("bird.jpg");
    browser().driver.get(server().url("/"));
    browser().until("document.querySelectorAll('#recent-list button').length == 1");
    browser().click("#recent-list button");
    browser().until("state.job && !document.querySelector('#viewer').hidden");
    browser().click("#delete");
    browser().until("document.querySelector('#recent').hidden");
    assertEquals(404, server().get("/api/jobs/" + id).statusCode());
  }

  @Test
  void goesOnAfterARestartOfTheServer() throws IOException {
    choose("slow.jpg", Pictures.jpeg(30, 20));
    browser().until("document.querySelector('#work-state').textContent.includes('left')");
    int port = URI.create(server().url("/")).getPort();
    server().close();
    browser().until("document.querySelector('#work-state').textContent.includes('lost')");
    running = serve(port, false);
    browser().until("state.job && !state.pending");
    assertEquals("slow.jpg", browser().find("#title").getText());
  }

  @Test
  void fitsEveryWidthByDayAndNight() throws IOException {
    browser().shootEverywhere("start");
    enlarge("bird.jpg");
    browser().shootEverywhere("result");
    browser().click("input[value=regions] + span");
    browser().shootEverywhere("regions");
    browser().script("document.querySelector('#ask').showModal()");
    browser().shootEverywhere("token");
  }

  /** One test, since Chromium's made-up fingers do not outlive the page that they touched. */
  @Test
  void aFingerSlidesAndTwoZoom() throws IOException {
    enlarge("bird.jpg");
    browser().size(360, 800, false);
    browser().until("innerWidth == 360");
    browser().script("document.querySelector('#stage').scrollIntoView({block: 'center'})");
    assertEquals(50, split());
    theSliderFollowsAFinger();
    twoFingersZoom();
    twoFingersPaintNothing();
  }

  private static void twoFingersZoom() {
    double[] middle = browser().middle("#stage");
    double zoom = number("state.zoom");
    double seen =
        number("(document.querySelector('#stage').clientWidth / 2 - state.x) / state.zoom");
    browser().pinch(middle[0], middle[1], 60, 150);
    assertEquals(2.5 * zoom, number("state.zoom"), 0.05 * zoom);
    assertEquals(
        seen,
        number("(document.querySelector('#stage').clientWidth / 2 - state.x) / state.zoom"),
        2,
        "what is between the fingers stays there");
    assertTrue(Math.abs(split() - 25) <= 2, "the slider did not follow the first finger");
    browser().shoot("pinched-360");
    browser().pinch(middle[0], middle[1], 150, 60);
    assertEquals(zoom, number("state.zoom"), 0.05 * zoom);
  }

  private static void twoFingersPaintNothing() {
    browser().click("#correct summary");
    browser().click("#paint");
    browser().script("document.querySelector('#stage').scrollIntoView({block: 'center'})");
    double[] middle = browser().middle("#stage");
    double zoom = number("state.zoom");
    browser().pinch(middle[0], middle[1], 60, 90);
    assertEquals(1.5 * zoom, number("state.zoom"), 0.05 * zoom);
    assertFalse(browser().find("#undo").isEnabled(), "two fingers paint nothing");
  }

  private static double number(String expression) {
    return browser().<Number>script("return " + expression).doubleValue();
  }

  private static void theSliderFollowsAFinger() {
    double[] handle = browser().middle("#handle");
    double width = browser().find("#stage").getSize().width;
    browser().swipe(handle[0], handle[1], handle[0] + width / 4, handle[1]);
    assertTrue(Math.abs(split() - 75) <= 2, "at " + split());
    browser().swipe(handle[0] + width / 4, handle[1], handle[0] - width / 4, handle[1]);
    assertTrue(Math.abs(split() - 25) <= 2, "at " + split());
    browser().shoot("slid-by-finger-360");
  }

  @Test
  void theSliderKnowsAllKeys() throws IOException {
    enlarge("bird.jpg");
    WebElement handle = browser().find("#handle");
    handle.sendKeys(Keys.HOME);
    assertEquals(0, split());
    handle.sendKeys(Keys.ARROW_LEFT);
    assertEquals(0, split());
    handle.sendKeys(Keys.END);
    assertEquals(100, split());
    handle.sendKeys(Keys.ARROW_LEFT);
    assertTrue(split() < 100);
  }

  @Test
  void everyControlHasAName() throws IOException {
    enlarge("bird.jpg");
    browser().click("#correct summary");
    List<String> nameless =
        browser()
            .script(
                "return [...document.querySelectorAll('button, input, select, [tabindex],"
                    + " img')].filter(e => !(e.labels?.length || e.textContent.trim() ||"
                    + " e.hasAttribute('aria-label') || e.hasAttribute('alt'))).map(e =>"
                    + " e.outerHTML)");
    assertEquals(List.of(), nameless);
  }
}
