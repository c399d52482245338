package dev.clearer.image;

import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directories of a TIFF file, each of which describes a picture, a preview or a mask.
 *
 * @param all in the order of the file
 */
record TiffPages(List<Directory> all) {
  private static final int KIND = 0xfe;
  private static final int PREVIEW = 1;
  private static final int MASK = 4;
  private static final int PHOTOMETRIC = 0x106;
  private static final int SUB_DIRECTORIES = 0x14a;
  private static final int DNG_VERSION = 0xc612;
  private static final int COLOUR_FILTER_ARRAY = 32803;
  private static final int LINEAR_RAW = 34892;
  private static final int MOST_PAGES = 10_000;

  /** The pages of a file; a chain that comes back to where it was ends there. */
  static TiffPages of(byte[] file) throws DamagedException {
    List<Directory> pages = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    Directory page = Directory.first(file);
    while (page != null && seen.add(page.start()) && pages.size() < MOST_PAGES) {
      pages.add(page);
      page = page.next();
    }
    if (pages.isEmpty()) {
      throw new DamagedException("its directory is missing");
    }
    return new TiffPages(pages);
  }

  /** The index of the first page that is a whole picture, not a preview or a mask of one. */
  int index() {
    for (int i = 0; i < all.size(); i++) {
      if (isPicture(all.get(i))) {
        return i;
      }
    }
    return 0;
  }

  /** The page to read. */
  Directory page() {
    return all.get(index());
  }

  /** How many pictures there are. */
  int pictures() {
    return Math.max(1, (int) all.stream().filter(TiffPages::isPicture).count());
  }

  private static boolean isPicture(Directory page) {
    return (page.number(KIND, 0) & (PREVIEW | MASK)) == 0;
  }

  /** Refuses a camera's raw file: what a TIFF reader sees of it is a small preview. */
  void requireNoRaw() throws UnsupportedException {
    Directory first = all.get(0);
    boolean raw = first.find(DNG_VERSION) >= 0 || isSensorData(first);
    long[] places = first.numbers(SUB_DIRECTORIES);
    for (int i = 0; places != null && i < Math.min(places.length, 20); i++) {
      raw |= isSensorData(first.elsewhere((int) places[i]));
    }
    if (raw) {
      throw new UnsupportedException("a camera's raw data (such as DNG or NEF)");
    }
  }

  private static boolean isSensorData(@Nullable Directory page) {
    long photometric = page == null ? 0 : page.number(PHOTOMETRIC, 0);
    return photometric == COLOUR_FILTER_ARRAY || photometric == LINEAR_RAW;
  }
}
