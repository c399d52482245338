package dev.clearer.service;

import dev.clearer.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs the same work for many items on a fixed number of threads. */
final class Parallel {
  private Parallel() {}

  /**
   * Returns the results in the order of {@code items}. After a failure no further work is started;
   * the failure is thrown when all running work has ended. Threads are never interrupted, because
   * that would close open files.
   */
  static <T, R extends @Nullable Object> List<R> map(
      int threads, List<T> items, Function<T, R> work, Progress progress) {
    AtomicBoolean failed = new AtomicBoolean();
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<R>> futures = new ArrayList<>();
      for (T item : items) {
        futures.add(workers.submit(() -> unlessFailed(failed, work, item)));
      }
      return results(futures, progress);
    } finally {
      failed.set(true);
      workers.shutdown();
      await(workers);
    }
  }

  private static <T, R extends @Nullable Object> R unlessFailed(
      AtomicBoolean failed, Function<T, R> work, T item) {
    if (failed.get()) {
      throw new SkippedException();
    }
    try {
      return work.apply(item);
    } catch (RuntimeException e) {
      failed.set(true);
      throw e;
    }
  }

  /** Marks an item that was not started because another one had failed. */
  private static final class SkippedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static <R extends @Nullable Object> List<R> results(
      List<Future<R>> futures, Progress progress) {
    List<R> results = new ArrayList<>();
    for (Future<R> future : futures) {
      try {
        results.add(future.get());
        progress.report((double) results.size() / futures.size());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof SkippedException)) {
          throw cause(e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return results;
  }

  private static RuntimeException cause(ExecutionException e) {
    return e.getCause() instanceof RuntimeException fault
        ? fault
        : new IllegalStateException(e.getCause());
  }

  private static void await(ExecutorService workers) {
    try {
      workers.awaitTermination(1, TimeUnit.DAYS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
