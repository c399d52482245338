package dev.clearer.image;

import dev.clearer.InputException;
import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.TruncatedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** NumPy's zip file of arrays, compressed or not. */
final class NpzFile {
  private static final String ENDING = ".npy";

  private NpzFile() {}

  /**
   * Reads one array.
   *
   * @param wanted preferred array names, best first; a single array may have any name
   */
  static NumberMap read(Path file, Collection<String> wanted, Reading reading)
      throws IOException, DamagedException, TruncatedException, UnsupportedException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = entry(zip, wanted, reading.name());
      try (InputStream in = zip.getInputStream(entry)) {
        return NpyFile.read(in, reading);
      }
    }
  }

  private static ZipEntry entry(ZipFile zip, Collection<String> wanted, String name) {
    List<String> arrays =
        zip.stream().map(ZipEntry::getName).filter(entry -> entry.endsWith(ENDING)).toList();
    if (arrays.isEmpty()) {
      throw new InputException(name + " is a zip file without arrays: save it with numpy.savez.");
    }
    String found =
        arrays.size() == 1
            ? arrays.get(0)
            : wanted.stream()
                .map(array -> array + ENDING)
                .filter(arrays::contains)
                .findFirst()
                .orElseThrow(() -> ambiguous(name, arrays, wanted));
    return zip.getEntry(found);
  }

  private static InputException ambiguous(
      String name, List<String> arrays, Collection<String> wanted) {
    return new InputException(
        "%s holds several arrays (%s): save the depth alone, or call it %s."
            .formatted(
                name,
                String.join(", ", arrays.stream().map(a -> a.replace(ENDING, "")).toList()),
                String.join(" or ", wanted)));
  }
}
