package dev.clearer.app.serve;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One picture that somebody wants enlarged, as the database keeps it.
 *
 * @param id hard to guess: whoever knows it may see and delete the job
 * @param name what the client calls the picture; never part of a path
 * @param options what is wanted
 * @param state how far it is
 * @param message a sentence, if it failed or there is something to note
 * @param created in milliseconds since 1970
 * @param finished in milliseconds since 1970, 0 before
 * @param facts about the result, null before
 * @param starts how often work on it began without coming to an end; 0 in what earlier versions
 *     saved
 */
record Job(
    UUID id,
    String name,
    Options options,
    State state,
    @Nullable String message,
    long created,
    long finished,
    @Nullable Facts facts,
    int starts) {
  /** Checks what a database may hold. */
  Job {
    Objects.requireNonNull(id);
    Objects.requireNonNull(name);
    Objects.requireNonNull(options);
    Objects.requireNonNull(state);
  }

  /** How far a job is. */
  enum State {
    QUEUED,
    RUNNING,
    DONE,
    FAILED;

    boolean ended() {
      return this == DONE || this == FAILED;
    }
  }

  /**
   * What is wanted.
   *
   * @param scale enlargement, 1 to 4
   * @param model one of those offered
   * @param blur {@code auto}, a sigma in pixels of the result, or {@link #MAP}
   * @param strength the blur is multiplied by this
   * @param denoise the noise level that is removed is multiplied by this
   * @param range {@code auto}, 1, 2 or 4: how wide a blur is removed
   * @param ensemble whether the means of eight mirrored and turned views are taken; false in what
   *     earlier versions saved
   */
  record Options(
      int scale,
      String model,
      String blur,
      double strength,
      double denoise,
      String range,
      boolean ensemble) {
    /** The blur is told by a map that was uploaded. */
    static final String MAP = "map";
  }

  /**
   * Sizes in pixels, blur in pixels of the result, time in seconds, all files in bytes when it was
   * done, and the maps that there are, by their names over HTTP.
   */
  record Facts(
      int width,
      int height,
      int resultWidth,
      int resultHeight,
      double meanBlur,
      double greatestBlur,
      double seconds,
      long bytes,
      List<String> maps) {
    /** Keeps a copy. */
    Facts {
      maps = List.copyOf(maps);
    }
  }

  /** A new job that waits. */
  static Job queued(UUID id, String name, Options options) {
    long now = System.currentTimeMillis();
    return new Job(id, name, options, State.QUEUED, null, now, 0, null, 0);
  }

  /** This job, waiting again after {@code failed} starts that came to nothing. */
  Job waiting(int failed) {
    return new Job(id, name, options, State.QUEUED, null, created, 0, null, failed);
  }

  /** This job as work on it begins. */
  Job started() {
    return new Job(id, name, options, State.RUNNING, null, created, 0, null, starts + 1);
  }

  Job done(Facts result, @Nullable String note) {
    long now = System.currentTimeMillis();
    return new Job(id, name, options, State.DONE, note, created, now, result, 0);
  }

  Job failed(String sentence) {
    long now = System.currentTimeMillis();
    return new Job(id, name, options, State.FAILED, sentence, created, now, null, 0);
  }
}
