package dev.clearer.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * An endless stream of batches, prefetched on its own threads. The batch of a step depends on seed
 * and step only, so a stream that starts at step n continues exactly where another one stopped,
 * with any number of threads.
 */
public final class SampleStream implements AutoCloseable {
  private static final int AHEAD = 4;
  private static final long STREAM = 0x9E3779B97F4A7C15L;

  private final List<SampleSource> sources;
  private final Plan plan;
  private final ExecutorService threads;
  private final Deque<Future<List<Sample>>> prefetched = new ArrayDeque<>();
  private long nextStep;

  /**
   * The part of each step's samples that a stream returns.
   *
   * @param batch samples per step
   * @param first index of the first one returned, from 0
   * @param count number of those returned
   */
  public record Share(int batch, int first, int count) {}

  /**
   * How samples are drawn.
   *
   * @param share which of each step's samples are returned
   * @param scales of batches, all equally likely
   * @param seed seed of all random numbers
   * @param threads number of prefetching threads
   */
  public record Plan(Share share, List<Integer> scales, long seed, int threads) {
    /** Copies the list. */
    public Plan {
      scales = List.copyOf(scales);
    }

    /** The scale of all samples of a step. */
    int scale(long step) {
      return scales.size() == 1
          ? scales.get(0)
          : scales.get(new SplittableRandom(~seed * STREAM + step).nextInt(scales.size()));
    }
  }

  /**
   * A stream over several sources, all equally likely.
   *
   * @param batch samples per step
   * @param scale of all samples
   * @param seed seed of all random numbers
   * @param firstStep the step of the first batch, from 0
   */
  public SampleStream(
      List<? extends SampleSource> sources, int batch, int scale, long seed, long firstStep) {
    this(sources, new Plan(new Share(batch, 0, batch), List.of(scale), seed, 1), firstStep);
  }

  /**
   * A stream of a part of each step's samples. They are equal to those of a stream of all samples.
   *
   * @param plan how samples are drawn
   * @param firstStep the step of the first batch, from 0
   */
  public SampleStream(List<? extends SampleSource> sources, Plan plan, long firstStep) {
    this.sources = List.copyOf(sources);
    this.plan = plan;
    this.threads = Executors.newFixedThreadPool(plan.threads, SampleStream::daemon);
    this.nextStep = firstStep;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "samples");
    thread.setDaemon(true);
    return thread;
  }

  /** Waits for the samples of the next step and returns them. */
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
    SplittableRandom random = new SplittableRandom(plan.seed * STREAM + step);
    Share share = plan.share;
    int scale = plan.scale(step);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < share.first + share.count; i++) {
      SplittableRandom own = random.split();
      if (i >= share.first) {
        samples.add(sources.get(own.nextInt(sources.size())).draw(own, scale));
      }
    }
    return samples;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
