package dev.clearer.api;

import dev.clearer.Progress;
import dev.clearer.image.PixelMap;
import dev.clearer.infer.BlurRange;
import dev.clearer.infer.Correction;
import dev.clearer.infer.Task;

/**
 * Settings for restoring one picture. Immutable: every method returns a new request.
 *
 * <pre>{@code Request.scale(2).blur(1.5).denoise(0.5)}</pre>
 */
public final class Request {
  private static final int BEST = 0;

  private final int scale;
  private final Task task;
  private final Progress progress;

  private Request(int scale, Task task, Progress progress) {
    this.scale = scale;
    this.task = task;
    this.progress = progress;
  }

  /** A request at the best scale of the model, without corrections. */
  public static Request best() {
    return new Request(BEST, Task.scale(1).with(BlurRange.AUTO), Progress.NONE);
  }

  /**
   * A request at {@code scale}, without corrections. A scale that the model does not have is
   * reached by a bicubic resize.
   *
   * @param scale enlargement, 1 to 4; 1 keeps the size
   * @throws dev.clearer.InputException if it is out of range
   */
  public static Request scale(int scale) {
    return new Request(scale, Task.scale(scale).with(BlurRange.AUTO), Progress.NONE);
  }

  /**
   * Sets the blur of all pixels.
   *
   * @param sigma standard deviation of the blur in pixels of the result; for a disk of radius r, r
   *     / 2
   */
  public Request blur(double sigma) {
    return with(Correction.uniform(sigma).withStrength(strength()).withDenoise(noise()));
  }

  /**
   * Sets the blur of each pixel.
   *
   * @param map blur in pixels of the result; it has the size of the picture or of the result
   */
  public Request blur(PixelMap map) {
    return with(task.correction().withBlur(map.blurMap()));
  }

  /**
   * Multiplies the estimated blur.
   *
   * @param factor greater than 0, at most 10; greater than 1 if the picture is blurrier than
   *     estimated
   * @throws dev.clearer.InputException if it is out of range
   */
  public Request strength(double factor) {
    return with(task.correction().withStrength(factor));
  }

  /**
   * Multiplies the noise level that is removed.
   *
   * @param factor 0 to 10; 0 keeps all noise
   * @throws dev.clearer.InputException if it is out of range
   */
  public Request denoise(double factor) {
    return with(task.correction().withDenoise(factor));
  }

  /**
   * Sets the largest blur that is removed.
   *
   * @param factor 1 (sigma up to 5 pixels of the result), 2 (10) or 4 (20); by default chosen for
   *     each picture
   * @throws IllegalArgumentException for another number
   */
  public Request range(int factor) {
    for (BlurRange range : BlurRange.values()) {
      if (factor > 0 && range.factor() == factor) {
        return new Request(scale, task.with(range), progress);
      }
    }
    throw new IllegalArgumentException("the range must be 1, 2 or 4, not " + factor);
  }

  /** Averages eight mirrored and rotated views: slightly better, eight times slower. */
  public Request ensemble() {
    return new Request(scale, task.withEnsemble(true), progress);
  }

  /** Reports progress to {@code listener}, which may cancel by throwing. */
  public Request progress(Progress listener) {
    return new Request(scale, task, listener);
  }

  private double strength() {
    return task.correction().strength();
  }

  private double noise() {
    return task.correction().denoise();
  }

  private Request with(Correction correction) {
    return new Request(scale, task.with(correction), progress);
  }

  Task task(int best) {
    return scale == BEST ? new Task(best, task.correction(), task.range(), task.ensemble()) : task;
  }

  Progress progress() {
    return progress;
  }
}
