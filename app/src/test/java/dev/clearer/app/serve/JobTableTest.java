package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class JobTableTest {
  private final JobTable table = new JobTable();

  @Test
  void keepsTheOrdersAndCounts() {
    Job late = Jobs.of(Job.State.QUEUED, 20, 0);
    Job early = Jobs.of(Job.State.QUEUED, 10, 0);
    Job newest = Jobs.of(Job.State.DONE, 1, 90);
    Job oldest = Jobs.of(Job.State.FAILED, 2, 80);
    table.putAll(List.of(late, newest, early, oldest));
    assertEquals(early, table.firstWaiting());
    assertEquals(oldest, table.firstEnded());
    assertEquals(1, table.before(late.id()));
    table.resize(early.id(), 100);
    table.resize(newest.id(), 11);
    table.resize(early.id(), 50);
    table.resize(UUID.randomUUID(), 1000);
    assertEquals(61, table.bytes());
    table.put(early.started());
    assertEquals(late, table.firstWaiting());
    table.putFirst(early.waiting(0));
    assertEquals(early.id(), Objects.requireNonNull(table.firstWaiting()).id());
    table.remove(early.id());
    assertEquals(11, table.bytes());
    assertEquals(1, table.waiting());
    table.put(late.failed("no"));
    assertNull(table.firstWaiting());
    assertEquals(3, table.ended());
    assertEquals(oldest, table.remove(oldest.id()));
    assertEquals(newest, table.firstEnded());
  }

  /**
   * It was quadratic: 20,000 jobs took 14 s under the lock, 200,000 would have taken 20 minutes.
   */
  @Test
  void deletesAnyNumberInTheSameTimeEach() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      jobs.add(Jobs.of(Job.State.DONE, i, i + 1));
    }
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          table.putAll(jobs);
          jobs.forEach(job -> table.resize(job.id(), 1));
          while (table.bytes() > 1) {
            Job first = Objects.requireNonNull(table.firstEnded());
            assertEquals(0, table.waiting());
            table.remove(first.id());
          }
        });
    assertEquals(1, table.ended());
  }
}
