package dev.clearer.app.serve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What of the jobs is in the database, and what still has to go there because it could not be
 * written: that is tried again until it succeeds, so that a full disk costs no job.
 */
final class SavedJobs implements AutoCloseable {
  private final JobStore store;
  private final Journal journal;
  private final Map<UUID, Job> unsaved = new LinkedHashMap<>();
  private final Set<UUID> undeleted = new LinkedHashSet<>();
  private boolean failing;

  SavedJobs(JobStore store, Journal journal) {
    this.store = store;
    this.journal = journal;
  }

  /**
   * Saves a job.
   *
   * @throws StoreException if that is not possible now
   */
  synchronized void saveNow(Job job) {
    try {
      store.save(job);
      unsaved.remove(job.id());
    } catch (StoreException e) {
      failing = true;
      throw e;
    }
  }

  /** Saves a job, if that is possible now; whether it was. */
  boolean saved(Job job) {
    try {
      saveNow(job);
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  /** Saves a job, now or as soon as possible. */
  synchronized void save(Job job) {
    unsaved.put(job.id(), job);
    retry();
  }

  /** Forgets jobs, now or as soon as possible. */
  synchronized void delete(Collection<UUID> ids) {
    unsaved.keySet().removeAll(ids);
    undeleted.addAll(ids);
    retry();
  }

  /** Tries what has failed before; whether the database is as it should be. */
  synchronized boolean retry() {
    try {
      if (failing) {
        store.write();
      }
      if (!undeleted.isEmpty()) {
        store.delete(undeleted);
        undeleted.clear();
      }
      for (Job job : new ArrayList<>(unsaved.values())) {
        store.save(job);
        unsaved.remove(job.id());
      }
      failing = false;
    } catch (StoreException e) {
      if (!failing) {
        journal.fault("store", e);
      }
      failing = true;
    }
    return !failing;
  }

  /** Whether the database can be used, as far as that is known. */
  synchronized boolean works() {
    try {
      store.check();
      return !failing;
    } catch (StoreException e) {
      failing = true;
      return false;
    }
  }

  @Override
  public synchronized void close() {
    retry();
    store.close();
  }
}
