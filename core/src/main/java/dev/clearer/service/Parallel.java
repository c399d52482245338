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

/** Does the same work for many things on a few threads. */
final class Parallel {
  private Parallel() {}

  /**
   * The results in the order of {@code things}. The first failure is thrown after all that was
   * begun is done, and nothing more is begun; threads are never interrupted, since that would break
   * open files.
   */
  static <T, R extends @Nullable Object> List<R> map(
      int threads, List<T> things, Function<T, R> work, Progress progress) {
    AtomicBoolean failed = new AtomicBoolean();
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<R>> futures = new ArrayList<>();
      for (T thing : things) {
        futures.add(workers.submit(() -> unlessFailed(failed, work, thing)));
      }
      return results(futures, progress);
    } finally {
      failed.set(true);
      workers.shutdown();
      await(workers);
    }
  }

  private static <T, R extends @Nullable Object> R unlessFailed(
      AtomicBoolean failed, Function<T, R> work, T thing) {
    if (failed.get()) {
      throw new SkippedException();
    }
    try {
      return work.apply(thing);
    } catch (RuntimeException e) {
      failed.set(true);
      throw e;
    }
  }

  /** Says that a thing was not begun because another had failed. */
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
