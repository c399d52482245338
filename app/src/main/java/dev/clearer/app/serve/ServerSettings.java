package dev.clearer.app.serve;

import dev.clearer.InputException;
import dev.clearer.service.ModelChoice;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.Precision;
import java.util.List;

/**
 * How the server works, as {@code server.yml} says it.
 *
 * @param host address to listen at
 * @param port to listen at, 0 for a free one
 * @param names host names beside {@code localhost} that clients reach it under
 * @param models that may be chosen: names that come with the program, or files of weights
 * @param device where to compute
 * @param precision in which arithmetic
 * @param memoryMegabytes native memory the network may take at a time
 * @param limits what is refused
 */
record ServerSettings(
    String host,
    int port,
    List<String> names,
    List<String> models,
    Device device,
    Precision precision,
    int memoryMegabytes,
    Limits limits) {
  /** Checks what libraries would not. */
  ServerSettings {
    require(port >= 0 && port <= 65535, "port must be 0 to 65535");
    require(!models.isEmpty(), "models must name at least one");
    require(memoryMegabytes > 0, "memoryMegabytes must be positive");
    require(
        models.stream().map(ServerSettings::shown).distinct().count() == models.size(),
        "models must differ in the names of their files");
  }

  /** The models as clients know them: a file's name without its folders. */
  List<String> offered() {
    return models.stream().map(ServerSettings::shown).toList();
  }

  /** The model of a job that names none: what does the scale best, or else the first. */
  String usual(int scale) {
    String best = ModelChoice.defaultFor(scale);
    return offered().contains(best) ? best : offered().get(0);
  }

  /** What clients are shown of a model. */
  static String shown(String model) {
    return model.substring(Math.max(model.lastIndexOf('/'), model.lastIndexOf('\\')) + 1);
  }

  /**
   * The model that clients know under {@code shown}.
   *
   * @throws InputException if it is not offered, or no longer
   */
  String model(String shown) {
    return models.stream()
        .filter(model -> shown(model).equals(shown))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "The model " + shown + " is not offered any more: choose another."));
  }

  /**
   * What is refused, so that the server stays up.
   *
   * @param queue pictures that may wait
   * @param uploads that are received at the same time
   * @param uploadMegabytes largest upload
   * @param megapixels largest picture, in millions of pixels
   * @param resultMegapixels largest result, in millions of pixels
   * @param secondsPerPicture a picture that takes longer is given up
   * @param dataMegabytes the oldest results go when all are larger than this
   * @param freeMegabytes of the disk that stay free: nothing is taken when it has less
   * @param hoursKept results are kept so long
   * @param streams of progress at the same time
   */
  record Limits(
      int queue,
      int uploads,
      int uploadMegabytes,
      int megapixels,
      int resultMegapixels,
      int secondsPerPicture,
      int dataMegabytes,
      int freeMegabytes,
      int hoursKept,
      int streams) {
    /** Checks that all are positive. */
    Limits {
      require(queue > 0 && uploads > 0 && streams >= 0, "queue and uploads must be positive");
      require(uploadMegabytes > 0 && uploadMegabytes <= 1024, "uploadMegabytes must be 1 to 1024");
      require(megapixels > 0 && megapixels <= 1000, "megapixels must be 1 to 1000");
      require(resultMegapixels > 0, "resultMegapixels must be positive");
      require(secondsPerPicture > 0 && hoursKept > 0, "times must be positive");
      require(dataMegabytes > 0, "dataMegabytes must be positive");
      require(freeMegabytes >= 0, "freeMegabytes must not be negative");
    }

    long uploadBytes() {
      return uploadMegabytes * 1_000_000L;
    }

    long mostPixels() {
      return megapixels * 1_000_000L;
    }
  }

  private static void require(boolean fine, String sentence) {
    if (!fine) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
