package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Headless Chromium; tests without it fail where CI=true and are skipped elsewhere. */
final class Browser implements AutoCloseable {
  private static final File CHROMIUM = new File("/usr/bin/chromium");
  private static final File DRIVER = new File("/usr/bin/chromedriver");

  final ChromeDriver driver;

  Browser(Path downloads) {
    if (!CHROMIUM.exists() || !DRIVER.exists()) {
      assertTrue(
          !"true".equals(System.getenv("CI")), "install Debian's chromium and chromium-driver");
      Assumptions.abort("there is no Chromium here");
    }
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.WARNING);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    options.addArguments("--disable-gpu", "--window-size=1400,1200");
    options.setCapability("goog:loggingPrefs", logs);
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", downloads.toString()));
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(), options);
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  void click(String selector) {
    script("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector);
    find(selector).click();
  }

  /** Runs a script that returns something. */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  <T> T script(String script, Object... arguments) {
    return (T) driver.executeScript(script, arguments);
  }

  /** Sets a range as a user would, with its event. */
  void slide(String selector, double value) {
    script(
        "const e = document.querySelector(arguments[0]); e.value = arguments[1];"
            + " e.dispatchEvent(new Event('input', {bubbles: true}))",
        selector,
        value);
  }

  void until(String condition) {
    new WebDriverWait(driver, Duration.ofSeconds(60))
        .withMessage(condition)
        .until(d -> Boolean.TRUE.equals(this.<Boolean>script("return Boolean(" + condition + ")")));
  }

  void size(int width, int height, boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** The middle of an element, in pixels of the window. */
  double[] middle(String selector) {
    List<Number> middle =
        script(
            "const r = document.querySelector(arguments[0]).getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]",
            selector);
    return middle.stream().mapToDouble(Number::doubleValue).toArray();
  }

  /** Puts a finger down, moves it in ten steps, and lifts it. */
  void swipe(double fromX, double fromY, double toX, double toY) {
    touch("touchStart", List.of(finger(0, fromX, fromY)));
    for (int i = 1; i <= 10; i++) {
      double x = fromX + (toX - fromX) * i / 10;
      double y = fromY + (toY - fromY) * i / 10;
      touch("touchMove", List.of(finger(0, x, y)));
    }
    touch("touchEnd", List.of());
  }

  /**
   * Puts two fingers down, one after the other, a distance apart on a line that falls to the right
   * through ({@code x}, {@code y}), moves them to another distance, and lifts them.
   */
  void pinch(double x, double y, double from, double to) {
    touch("touchStart", fingers(x, y, from).subList(0, 1));
    touch("touchStart", fingers(x, y, from));
    for (int i = 1; i <= 10; i++) {
      touch("touchMove", fingers(x, y, from + (to - from) * i / 10));
    }
    touch("touchEnd", List.of());
  }

  private static List<Map<String, Number>> fingers(double x, double y, double distance) {
    double half = distance / 2 / Math.sqrt(2);
    return List.of(finger(0, x - half, y - half), finger(1, x + half, y + half));
  }

  private static Map<String, Number> finger(int id, double x, double y) {
    return Map.of("id", id, "x", x, "y", y);
  }

  private void touch(String type, List<Map<String, Number>> points) {
    driver.executeCdpCommand(
        "Input.dispatchTouchEvent", Map.of("type", type, "touchPoints", points));
  }

  /**
   * A drag of files from outside the browser: {@code type} is dragEnter, dragOver or drop, at the
   * middle of an element.
   */
  void drag(String type, String selector, Path... files) {
    double[] middle = middle(selector);
    List<String> paths = Stream.of(files).map(Path::toString).toList();
    Map<String, Object> data = Map.of("items", List.of(), "files", paths, "dragOperationsMask", 1);
    driver.executeCdpCommand(
        "Input.dispatchDragEvent",
        Map.of("type", type, "x", middle[0], "y", middle[1], "data", data));
  }

  /** Drags files onto an element and lets them fall there. */
  void drop(String selector, Path... files) {
    for (String type : new String[] {"dragEnter", "dragOver", "drop"}) {
      drag(type, selector, files);
    }
  }

  /** Copies to the clipboard, then pastes by the keys that a user presses. */
  void paste(String type, byte[] bytes) {
    driver.executeCdpCommand(
        "Browser.grantPermissions",
        Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    script(
        "const bytes = Uint8Array.from(atob(arguments[1]), c => c.charCodeAt(0));"
            + " return navigator.clipboard.write([new ClipboardItem("
            + "{[arguments[0]]: new Blob([bytes], {type: arguments[0]})})])",
        type,
        Base64.getEncoder().encodeToString(bytes));
    new Actions(driver).keyDown(Keys.CONTROL).sendKeys("v").keyUp(Keys.CONTROL).perform();
  }

  /** A picture of the whole page, kept with the build. */
  void shoot(String name) {
    Path folder = Path.of("target", "screenshots");
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(name + ".png"), screenshot());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The whole page as PNG, also what one would have to scroll to. */
  byte[] screenshot() {
    Map<String, Number> page =
        script(
            "const r = document.documentElement;"
                + " return {x: 0, y: 0, width: innerWidth, height: r.scrollHeight, scale: 1}");
    Map<String, Object> answer =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", page));
    return Base64.getDecoder().decode(String.valueOf(answer.get("data")));
  }

  /** Pictures of the page at a phone's, a tablet's and a desk's width, by day and by night. */
  void shootEverywhere(String name) {
    for (int width : new int[] {360, 800, 1400}) {
      for (boolean dark : new boolean[] {false, true}) {
        size(width, 900, dark);
        until("innerWidth == " + width);
        assertTrue(
            this.<Boolean>script("return document.documentElement.scrollWidth <= innerWidth"),
            () -> name + " is wider than " + width);
        shoot(name + "-" + width + (dark ? "-dark" : "-light"));
      }
    }
  }

  /** What the browser complained about: scripts' faults, policy violations, failed requests. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getMessage())
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
