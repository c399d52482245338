package dev.clearer.app.serve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The jobs in memory, in the orders in which they are done and deleted. Every question takes the
 * same time however many there are. Not for several threads at once.
 */
final class JobTable {
  private final Map<UUID, Job> jobs = new HashMap<>();
  private final Map<UUID, Long> sizes = new HashMap<>();
  private final Set<UUID> waiting = new LinkedHashSet<>();
  private final Set<UUID> ended = new LinkedHashSet<>();
  private long bytes;

  /** Puts jobs of a database in, in the order in which they were created and finished. */
  void putAll(List<Job> all) {
    List<Job> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingLong(Job::finished).thenComparingLong(Job::created));
    sorted.forEach(this::put);
  }

  /** Adds a job, or replaces it as it changes: behind all others of its new state. */
  void put(Job job) {
    UUID id = job.id();
    jobs.put(id, job);
    waiting.remove(id);
    ended.remove(id);
    if (job.state() == Job.State.QUEUED) {
      waiting.add(id);
    } else if (job.state().ended()) {
      ended.add(id);
    }
  }

  /** Puts a job that was running before all that wait. */
  void putFirst(Job job) {
    List<UUID> others = new ArrayList<>(waiting);
    others.remove(job.id());
    waiting.clear();
    put(job);
    waiting.addAll(others);
  }

  /** Says how large all files of a job are now. */
  void resize(UUID id, long size) {
    if (jobs.containsKey(id)) {
      bytes += size - sizes.getOrDefault(id, 0L);
      sizes.put(id, size);
    }
  }

  /** Forgets a job; null if there is none. */
  @Nullable Job remove(UUID id) {
    resize(id, 0);
    sizes.remove(id);
    waiting.remove(id);
    ended.remove(id);
    return jobs.remove(id);
  }

  @Nullable Job get(UUID id) {
    return jobs.get(id);
  }

  /** All files of all jobs. */
  long bytes() {
    return bytes;
  }

  int waiting() {
    return waiting.size();
  }

  int ended() {
    return ended.size();
  }

  /** The job to do next; null if none waits. */
  @Nullable Job firstWaiting() {
    return waiting.isEmpty() ? null : jobs.get(waiting.iterator().next());
  }

  /** The job that ended longest ago; null if none has ended. */
  @Nullable Job firstEnded() {
    return ended.isEmpty() ? null : jobs.get(ended.iterator().next());
  }

  /** How many wait before a job that waits. */
  int before(UUID id) {
    int before = 0;
    for (UUID other : waiting) {
      if (other.equals(id)) {
        break;
      }
      before++;
    }
    return before;
  }
}
