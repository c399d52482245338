package dev.clearer.originals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.stream.Stream;

/** The published class mapping and split of NYUv2, built in. */
final class Nyuv2Facts {
  private Nyuv2Facts() {}

  /** Classes (1 to 40) of the raw labels 1 to 894. */
  static int[] classes() {
    return numbers("classes");
  }

  /** Numbers of the 795 training pictures, from 1. */
  static int[] training() {
    return numbers("train");
  }

  private static int[] numbers(String key) {
    Properties facts = new Properties();
    try (InputStream stream = Nyuv2Facts.class.getResourceAsStream("nyuv2.properties")) {
      if (stream == null) {
        throw new IllegalStateException("nyuv2.properties is missing from the program");
      }
      facts.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String[] values = facts.getProperty(key, "").split(",", -1);
    return Stream.of(values).mapToInt(Integer::parseInt).toArray();
  }
}
