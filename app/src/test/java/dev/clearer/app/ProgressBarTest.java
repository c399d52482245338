package dev.clearer.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream terminal = new PrintStream(shown, true, UTF_8);

  @Test
  void showsTheProgressAndRemovesItself() {
    try (ProgressBar bar = new ProgressBar("bird.png", terminal, true)) {
      bar.report(0.5);
    }
    assertTrue(shown.toString(UTF_8).contains("bird.png [---"), shown.toString(UTF_8));
    assertTrue(shown.toString(UTF_8).endsWith("\r\u001b[K"));
  }

  @Test
  void printsNothingToAPipe() {
    try (ProgressBar bar = new ProgressBar("bird.png", terminal, false)) {
      bar.report(0.5);
    }
    assertEquals("", shown.toString(UTF_8));
  }
}
