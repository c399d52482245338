package dev.clearer.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Facts about this program. */
public final class Program {
  /** The version: that of Maven, without {@code -SNAPSHOT}. */
  public static final String VERSION = version();

  private Program() {}

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = Program.class.getResourceAsStream("program.properties")) {
      properties.load(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version").replace("-SNAPSHOT", "");
  }
}
