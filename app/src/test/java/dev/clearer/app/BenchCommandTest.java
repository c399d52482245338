package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {
  @Test
  void printsALinePerSizePrecisionAndThreadCount() {
    CommandLineRun run =
        CommandLineRun.of(
            "bench", "--sizes=16x16,32x16", "--threads=1,2", "--precision=f32", "--runs=1");
    assertEquals(0, run.code(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(2 + 4, lines.size(), run.out());
    for (String line : lines.subList(2, 6)) {
      assertTrue(
          line.matches("(16x16|32x16) +f32 +[12] +[\\d.]+ +[\\d.]+ +[\\d.]+ +[\\d.]+ +(\\d+|-)"),
          line);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--sizes=16", "--sizes=0x5", "--threads=0", "--runs=0", "--model=nothing"})
  void refusesWrongArguments(String argument) {
    CommandLineRun run = CommandLineRun.of("bench", argument);
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().startsWith("clearer: "), run.err());
  }
}
