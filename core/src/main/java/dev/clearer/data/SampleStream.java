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
 * An endless stream of batches of freshly degraded crops, prefetched on threads of its own. The
 * batch of a step follows from seed and step alone, so a stream taken up at step n goes on as if it
 * had never stopped, whatever the number of threads.
 */
public final class SampleStream implements AutoCloseable {
  private static final int AHEAD = 4;

  private final List<List<Scene>> groups;
  private final Settings settings;
  private final SceneReader reader = new SceneReader();
  private final ExecutorService threads;
  private final Deque<Future<List<Sample>>> prefetched = new ArrayDeque<>();
  private long nextStep;

  /**
   * How samples are drawn.
   *
   * @param batch samples a step
   * @param crop side of the low-resolution crops in pixels
   * @param scale how many times larger the sharp crops are
   * @param maximumCircle largest circle of confusion in pixels of the sharp picture
   * @param seed of all draws
   * @param threads that prefetch
   */
  public record Settings(
      int batch, int crop, int scale, double maximumCircle, long seed, int threads) {}

  /**
   * A stream over groups of scenes, each group drawn equally often.
   *
   * @param firstStep the step whose batch comes first
   */
  public SampleStream(List<List<Scene>> groups, Settings settings, long firstStep) {
    this.groups = groups;
    this.settings = settings;
    this.threads = Executors.newFixedThreadPool(settings.threads(), SampleStream::daemon);
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
    SplittableRandom random = new SplittableRandom(settings.seed() * 0x9E3779B97F4A7C15L + step);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < settings.batch(); i++) {
      samples.add(drawOne(random.split()));
    }
    return samples;
  }

  private Sample drawOne(SplittableRandom random) {
    Degrader degrader = new Degrader(settings.scale(), settings.maximumCircle());
    List<Scene> group = groups.get(random.nextInt(groups.size()));
    Scene scene = group.get(random.nextInt(group.size()));
    int margin = (int) Math.ceil(2 * degrader.maximumSigma() / settings.scale()) + 2;
    int side = (settings.crop() + 2 * margin) * settings.scale();
    int[] size = reader.size(scene);
    SceneReader.Crop crop =
        reader.crop(
            scene,
            random.nextInt(size[0] - side + 1),
            random.nextInt(size[1] - side + 1),
            side,
            side,
            random);
    Sample sample = degrader.draw(crop.sharp(), crop.depth(), crop.labels(), random);
    return degrader.trim(sample, margin);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
