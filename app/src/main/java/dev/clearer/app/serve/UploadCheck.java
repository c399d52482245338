package dev.clearer.app.serve;

import dev.clearer.InputException;
import dev.clearer.image.BlurMap;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads what was received as its job will, so that a fault is told at once. One upload at a time,
 * so that many clients cannot fill the memory.
 */
final class UploadCheck {
  private static final int LONGEST_WAIT_SECONDS = 30;

  private final Semaphore checking = new Semaphore(1, true);
  private final long mostPixels;
  private final int resultMegapixels;
  private final Journal journal;

  /**
   * A check of uploads.
   *
   * @param limits of a picture and of a map, checked before they are decoded
   */
  UploadCheck(ServerSettings.Limits limits, Journal journal) {
    this.mostPixels = limits.mostPixels();
    this.resultMegapixels = limits.resultMegapixels();
    this.journal = journal;
  }

  /** Reads a file, and throws an {@link InputException} if it is not what it should be. */
  interface Reading {
    /** Does it. */
    void run();
  }

  /**
   * Reads the picture, and the map if there is one.
   *
   * @throws Refusal if a file is damaged, too large, or does not fit the other
   */
  void check(Job job, JobFiles.Folder folder) {
    one(
        job.name(),
        folder,
        () -> {
          Picture picture = ImageFiles.read(folder.upload(), mostPixels);
          requireSmallResult(picture, job.options().scale());
          if (job.options().blur().equals(Job.Options.MAP)) {
            checkMap(folder.told(), picture, job.options().scale());
          }
        });
  }

  /** Runs {@code reading} after those before it; whatever it fails with is a {@link Refusal}. */
  void one(String name, JobFiles.Folder folder, Reading reading) {
    acquire();
    try {
      reading.run();
    } catch (InputException e) {
      String sentence = Sentences.forClient(e, folder, name);
      throw Refusal.of(422, sentence == null ? unreadable(name, e) : sentence);
    } catch (OutOfMemoryError e) {
      journal.fault("upload", e);
      throw Refusal.of(422, name + " needs more memory than this server has: shrink it.");
    } catch (RuntimeException | Error e) {
      // Readers meet damage with any exception, and deep nesting with a StackOverflowError.
      throw Refusal.of(422, unreadable(name, e));
    } finally {
      checking.release();
    }
  }

  private String unreadable(String name, Throwable error) {
    journal.fault("upload", error);
    return name + " cannot be read: it is damaged, or of a kind that is not known here.";
  }

  private void acquire() {
    try {
      if (checking.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Refusal.busy("Many pictures are being checked: try again in a moment.", 5);
  }

  private void requireSmallResult(Picture picture, int scale) {
    double pixels = (double) picture.width() * picture.height() * scale * scale;
    if (pixels > resultMegapixels * 1e6) {
      throw new InputException(
          "The result would have %.0f megapixels, and this server makes up to %d: keep the size, or enlarge it less."
              .formatted(pixels / 1e6, resultMegapixels));
    }
  }

  private void checkMap(Path told, Picture picture, int scale) {
    BlurMap map = MapFiles.readBlur(told, mostPixels);
    boolean input = map.width() == picture.width() && map.height() == picture.height();
    boolean result =
        map.width() == scale * picture.width() && map.height() == scale * picture.height();
    if (!input && !result) {
      throw new InputException(
          "The blur map is %dx%d, but the picture is %dx%d: it must be as large as that or as the result."
              .formatted(map.width(), map.height(), picture.width(), picture.height()));
    }
  }
}
