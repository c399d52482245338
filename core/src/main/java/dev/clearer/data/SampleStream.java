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
 * An endless stream of batches of crops, degraded afresh or from built sets, prefetched on threads
 * of its own. The batch of a step follows from seed and step alone, so a stream taken up at step n
 * goes on as if it had never stopped, whatever the number of threads.
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
   * The samples that a stream gives of each step's.
   *
   * @param batch samples a step
   * @param first of those given, from 0
   * @param count of those given
   */
  public record Share(int batch, int first, int count) {}

  /**
   * How samples are drawn.
   *
   * @param share which of each step's samples are given
   * @param scales of batches, each drawn equally often
   * @param seed of all draws
   * @param threads that prefetch
   */
  public record Plan(Share share, List<Integer> scales, long seed, int threads) {
    /** Copies the list. */
    public Plan {
      scales = List.copyOf(scales);
    }

    /** The scale of all samples of a step, whatever share of them is given. */
    int scale(long step) {
      return scales.size() == 1
          ? scales.get(0)
          : scales.get(new SplittableRandom(~seed * STREAM + step).nextInt(scales.size()));
    }
  }

  /**
   * A stream over any sources, each drawn equally often.
   *
   * @param batch samples a step
   * @param scale of all of them
   * @param seed of all draws
   * @param firstStep the step whose batch comes first
   */
  public SampleStream(
      List<? extends SampleSource> sources, int batch, int scale, long seed, long firstStep) {
    this(sources, new Plan(new Share(batch, 0, batch), List.of(scale), seed, 1), firstStep);
  }

  /**
   * A stream of a share of each step's samples: the same samples as in the stream of all.
   *
   * @param plan how samples are drawn
   * @param firstStep the step whose batch comes first
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
