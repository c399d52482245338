package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VersionTest {
  /** The version in the root {@code pom.xml}, without {@code -SNAPSHOT}. */
  static String ofTheBuild() throws IOException {
    String pom = Files.readString(Path.of(System.getProperty("clearer.root"), "pom.xml"));
    return pom.replaceFirst("(?s).*?<version>(.+?)(-SNAPSHOT)?</version>.*", "$1");
  }

  @Test
  void printsTheVersionOfTheBuild() throws IOException {
    assertEquals("clearer " + ofTheBuild(), CommandLineRun.of("--version").out().strip());
  }
}
