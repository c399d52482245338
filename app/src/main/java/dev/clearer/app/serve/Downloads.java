package dev.clearer.app.serve;

import dev.clearer.InputException;
import dev.clearer.image.ImageFiles;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The files that clients get; those in another format are made when first asked for. */
final class Downloads {
  private static final int LONGEST_JPEG_SIDE = 65_500;
  private static final int LONGEST_WAIT_SECONDS = 30;

  private final JobQueue queue;
  private final JobFiles files;
  private final Journal journal;
  private final long mostPixels;
  private final Semaphore sending;

  /** Pictures are converted one at a time, so that many clients cannot fill the memory. */
  private final Semaphore converting = new Semaphore(1, true);

  /**
   * Downloads of a queue's jobs.
   *
   * @param most at the same time
   * @param mostPixels of an upload
   */
  Downloads(JobQueue queue, JobFiles files, Journal journal, int most, long mostPixels) {
    this.queue = queue;
    this.files = files;
    this.journal = journal;
    this.mostPixels = mostPixels;
    sending = new Semaphore(most);
  }

  /** The upload as a browser can show it: upright, as PNG. */
  Path original(Job job) {
    JobFiles.Folder folder = files.of(job.id());
    return converted(job, folder.upload(), folder.original());
  }

  /** The result as JPEG. */
  Path jpeg(Job job) {
    Job.Facts facts = job.facts();
    if (facts != null && Math.max(facts.resultWidth(), facts.resultHeight()) > LONGEST_JPEG_SIDE) {
      throw Refusal.of(
          422, "A JPEG has at most %d pixels a side: take the PNG.".formatted(LONGEST_JPEG_SIDE));
    }
    JobFiles.Folder folder = files.of(job.id());
    return converted(job, folder.result(), folder.jpeg());
  }

  private Path converted(Job job, Path from, Path to) {
    if (Files.exists(to)) {
      return to;
    }
    acquire(converting, "Many pictures are being converted: try again in a moment.");
    try {
      if (!Files.exists(to)) {
        ImageFiles.write(ImageFiles.read(from, 16 * mostPixels), to);
        queue.grown(job.id());
      }
      return to;
    } catch (InputException | UncheckedIOException e) {
      throw failed(job, e);
    } catch (OutOfMemoryError e) {
      journal.fault("conversion", e);
      throw Refusal.of(422, "The picture is too large to be converted here: take the PNG.");
    } finally {
      converting.release();
    }
  }

  /** A picture that was deleted meanwhile is no fault. */
  private RuntimeException failed(Job job, RuntimeException error) {
    if (queue.find(job.id()) == null) {
      return Refusal.gone();
    }
    return queue.diskHasRoom()
        ? new IllegalStateException("the picture cannot be converted", error)
        : Refusal.of(507, "The server's disk is full: tell its administrator.");
  }

  private static void acquire(Semaphore permits, String busy) {
    try {
      if (permits.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Refusal.busy(busy, 5);
  }

  /**
   * Sends a file.
   *
   * @param name what the client may call it, in any letters
   */
  void send(Context context, Path file, String type, String name) throws IOException {
    acquire(sending, "Many pictures are being sent: try again in a moment.");
    try (InputStream bytes = Files.newInputStream(file)) {
      context.header("Content-Disposition", disposition(name));
      context.header("Cache-Control", "private, no-store");
      context.contentType(type);
      context.res().setContentLengthLong(Files.size(file));
      if (!context.method().equals(HandlerType.HEAD)) {
        bytes.transferTo(context.res().getOutputStream());
      }
    } catch (NoSuchFileException e) {
      throw Refusal.gone();
    } finally {
      sending.release();
    }
  }

  /** The name in letters that every program reads, and as it is for those that read all. */
  static String disposition(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._ -]", "_");
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean asIs = b > 0 && (Character.isLetterOrDigit(b) || "._-".indexOf(b) >= 0);
      encoded.append(asIs ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
    }
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(plain, encoded);
  }
}
