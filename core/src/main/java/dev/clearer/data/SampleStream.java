package dev.clearer.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * An endless stream of batches of crops, degraded afresh or from built sets, prefetched on threads
 * of its own. The batch of a step follows from seed and step alone, so a stream taken up at step n
 * goes on as if it had never stopped, whatever the number of threads.
 */
public final class SampleStream implements AutoCloseable {
  private static final int AHEAD = 4;

  private final List<List<? extends SampleSource>> sources;
  private final Share share;
  private final long seed;
  private final ExecutorService threads;
  private final Deque<Future<List<Sample>>> prefetched = new ArrayDeque<>();
  private long nextStep;

  /**
   * The samples that a stream gives of each step's.
   *
   * @param batch samples a step
   * @param first of those given, from 0
   * @param count of those given
   */
  public record Share(int batch, int first, int count) {}

  /**
   * A stream over any sources, each drawn equally often.
   *
   * @param batch samples a step
   * @param seed of all draws
   * @param threads that prefetch
   * @param firstStep the step whose batch comes first
   */
  public SampleStream(
      List<? extends SampleSource> sources, int batch, long seed, int threads, long firstStep) {
    this(Collections.nCopies(batch, sources), new Share(batch, 0, batch), seed, threads, firstStep);
  }

  /**
   * A stream of a share of each step's samples: the same samples as in the stream of all.
   *
   * @param sources for every sample of a step, those that it may come from, drawn equally often
   * @param share which samples
   * @param seed of all draws
   * @param threads that prefetch
   * @param firstStep the step whose batch comes first
   */
  public SampleStream(
      List<? extends List<? extends SampleSource>> sources,
      Share share,
      long seed,
      int threads,
      long firstStep) {
    this.sources = List.copyOf(sources);
    this.share = share;
    this.seed = seed;
    this.threads = Executors.newFixedThreadPool(threads, SampleStream::daemon);
    this.nextStep = firstStep;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "samples");
    thread.setDaemon(true);
    return thread;
  }

  /** The samples of the next step; waits for them. */
  public List<Sample> next() throws InterruptedException {
    while (prefetched.size() < AHEAD) {
      long step = nextStep++;
      prefetched.add(threads.submit(() -> draw(step)));
    }
    try {
      return prefetched.remove().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    }
  }

  private List<Sample> draw(long step) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + step);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < share.first + share.count; i++) {
      SplittableRandom own = random.split();
      if (i >= share.first) {
        List<? extends SampleSource> from = sources.get(i);
        samples.add(from.get(own.nextInt(from.size())).draw(own));
      }
    }
    return samples;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
