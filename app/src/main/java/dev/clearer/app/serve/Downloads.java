package dev.clearer.app.serve;

import dev.clearer.image.ImageFiles;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that clients get; those in another format are made when first asked for. */
final class Downloads {
  private final JobFiles files;
  private final long mostPixels;

  Downloads(JobFiles files, long mostPixels) {
    this.files = files;
    this.mostPixels = mostPixels;
  }

  /** The upload as a browser can show it. */
  Path original(Job job) {
    JobFiles.Folder folder = files.of(job.id());
    return converted(folder.upload(), folder.original());
  }

  /** The result as JPEG. */
  Path jpeg(Job job) {
    JobFiles.Folder folder = files.of(job.id());
    return converted(folder.result(), folder.jpeg());
  }

  private synchronized Path converted(Path from, Path to) {
    if (!Files.exists(to)) {
      ImageFiles.write(ImageFiles.read(from, 16 * mostPixels), to);
    }
    return to;
  }
}
