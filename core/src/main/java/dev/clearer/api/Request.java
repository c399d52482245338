package dev.clearer.api;

import dev.clearer.Progress;
import dev.clearer.image.PixelMap;
import dev.clearer.infer.BlurCorrection;
import dev.clearer.infer.Task;

/**
 * What is wanted of one picture. Immutable: every method returns a request of its own.
 *
 * <pre>{@code Request.scale(2).blur(1.5).ensemble()}</pre>
 */
public final class Request {
  private static final int BEST = 0;

  private final int scale;
  private final BlurCorrection blur;
  private final boolean ensemble;
  private final Progress progress;

  private Request(int scale, BlurCorrection blur, boolean ensemble, Progress progress) {
    this.scale = scale;
    this.blur = blur;
    this.ensemble = ensemble;
    this.progress = progress;
  }

  /** The enlargement that the model does best, with the estimate as it is. */
  public static Request best() {
    return new Request(BEST, BlurCorrection.NONE, false, Progress.NONE);
  }

  /**
   * An enlargement by {@code scale}, with the estimate as it is. A scale that the model does not
   * have is reached by a bicubic resize.
   *
   * @param scale 1 to 4; 1 restores at the same size
   * @throws dev.clearer.InputException if it is out of range
   */
  public static Request scale(int scale) {
    return new Request(Task.scale(scale).scale(), BlurCorrection.NONE, false, Progress.NONE);
  }

  /**
   * The same for a picture that is blurred alike everywhere.
   *
   * @param sigma of the Gaussian blur in pixels of the result
   */
  public Request blur(double sigma) {
    return with(BlurCorrection.uniform(sigma, blur.strength()));
  }

  /**
   * The same for a picture whose blur is known.
   *
   * @param map of the blur in pixels of the result, as large as the picture or as the result
   */
  public Request blur(PixelMap map) {
    return with(new BlurCorrection(map.blurMap(), blur.strength()));
  }

  /**
   * The same with all blur multiplied.
   *
   * @param factor over 0, at most 10; over 1 if the picture is blurrier than estimated
   * @throws dev.clearer.InputException if it is out of range
   */
  public Request strength(double factor) {
    return with(new BlurCorrection(blur.map(), factor));
  }

  /** The same as the mean of eight mirrored and turned views: better, in eight times the time. */
  public Request ensemble() {
    return new Request(scale, blur, true, progress);
  }

  /** The same, told how far it is; {@code listener} may cancel it by throwing. */
  public Request progress(Progress listener) {
    return new Request(scale, blur, ensemble, listener);
  }

  private Request with(BlurCorrection better) {
    return new Request(scale, better, ensemble, progress);
  }

  Task task(int best) {
    return new Task(scale == BEST ? best : scale, blur, ensemble);
  }

  Progress progress() {
    return progress;
  }
}
