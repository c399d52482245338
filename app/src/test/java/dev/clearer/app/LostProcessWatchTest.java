package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.group.LostProcessException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LostProcessWatchTest {
  private final LostProcessException loss = new LostProcessException("rank 1 was lost.");

  @Test
  void endsAProcessThatDoesNotEndByItself() throws Exception {
    AtomicBoolean lost = new AtomicBoolean();
    CountDownLatch asked = new CountDownLatch(2);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<String> reported = new AtomicReference<>("");
    try (LostProcessWatch watch =
        LostProcessWatch.of(
            () -> {
              asked.countDown();
              return lost.get() ? loss : null;
            },
            Duration.ofMillis(20),
            found -> {
              reported.set(String.valueOf(found.getMessage()));
              ended.countDown();
            })) {
      assertTrue(asked.await(10, TimeUnit.SECONDS), "it asks again");
      assertEquals(1, ended.getCount(), "no process is lost yet");
      lost.set(true);
      assertTrue(ended.await(10, TimeUnit.SECONDS));
      assertEquals("rank 1 was lost.", reported.get());
    }
  }

  @Test
  void doesNothingIfTheProcessEndsByItself() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    LostProcessWatch watch =
        LostProcessWatch.of(
            () -> {
              asked.countDown();
              return loss;
            },
            Duration.ofMillis(300),
            found -> ended.countDown());
    assertTrue(asked.await(10, TimeUnit.SECONDS));
    watch.close();
    assertFalse(ended.await(600, TimeUnit.MILLISECONDS));
  }
}
