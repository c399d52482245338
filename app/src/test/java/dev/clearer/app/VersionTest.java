package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void isThatOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of(System.getProperty("clearer.root"), "pom.xml"));
    String version = pom.replaceFirst("(?s).*?<version>(.+?)(-SNAPSHOT)?</version>.*", "$1");
    assertEquals("clearer " + version, CommandLineRun.of("--version").out().strip());
  }
}
