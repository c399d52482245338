package dev.clearer.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void cosineRisesFallsAndStartsAgain() {
    Schedule schedule = new Schedule.Cosine(1e-3, 1e-5, 10, List.of(100L, 50L));
    assertEquals(1e-5 + (1e-3 - 1e-5) / 10, schedule.rateAt(0), 1e-12);
    assertEquals((1e-3 + 1e-5) / 2, schedule.rateAt(50), 1e-12);
    assertTrue(schedule.rateAt(99) < 1.1e-5);
    assertEquals(1e-3, schedule.rateAt(100), 1e-12);
    assertEquals((1e-3 + 1e-5) / 2, schedule.rateAt(125), 1e-12);
    assertEquals(1e-5, schedule.rateAt(150), 1e-12);
    assertEquals(1e-5, schedule.rateAt(99999), 1e-12);
  }

  @Test
  void multiStepFallsAtMilestones() {
    Schedule schedule = new Schedule.MultiStep(1e-4, 0, List.of(50L, 100L), 0.5);
    assertEquals(1e-4, schedule.rateAt(0), 1e-12);
    assertEquals(1e-4, schedule.rateAt(49), 1e-12);
    assertEquals(5e-5, schedule.rateAt(50), 1e-12);
    assertEquals(2.5e-5, schedule.rateAt(100), 1e-12);
    assertEquals(1e-4, new Schedule.MultiStep(1e-4, 0, List.of(), 1).rateAt(7), 1e-12);
  }
}
