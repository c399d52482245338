package dev.clearer.image;

import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The first directory of a TIFF file (TIFF 6.0): what is carried along, and where it goes. */
final class TiffFile {
  private static final int STRIP_OFFSETS = 273;
  private static final int XMP = 700;
  private static final int IPTC = 33723;
  private static final int PHOTOSHOP = 34377;
  private static final int ICC_PROFILE = 34675;
  private static final int BYTE = 1;
  private static final int UNDEFINED = 7;

  private TiffFile() {}

  /** The decoder gets all: none of it applies a profile. */
  static Container open(byte[] file, Reading reading)
      throws DamagedException, UnsupportedException {
    TiffPages pages = TiffPages.of(file);
    pages.requireNoRaw();
    Directory page = pages.page();
    if (pages.pictures() > 1) {
      reading.note("holds %d pictures: the first of them is used.".formatted(pages.pictures()));
    }
    byte[] resources = value(page, PHOTOSHOP);
    byte[] records = value(page, IPTC);
    return new Container(
        file,
        new Metadata(
            value(page, ICC_PROFILE),
            ExifBlock.of(page),
            value(page, XMP),
            records == null && resources != null ? Photoshop.of(resources).iptc() : records,
            Exif.density(page),
            List.of()));
  }

  private static byte @Nullable [] value(Directory page, int tag) {
    int entry = page.find(tag);
    return entry >= 0 && page.isWhole(entry) ? page.value(entry) : null;
  }

  /** The byte order that a file must have to take {@code metadata} in. */
  static ByteOrder order(Metadata metadata) {
    byte[] exif = metadata.exif();
    return exif != null && exif.length > 0 && exif[0] == 'I'
        ? ByteOrder.LITTLE_ENDIAN
        : ByteOrder.BIG_ENDIAN;
  }

  /**
   * A file of the same picture that begins with the EXIF block, so that all its offsets hold, maker
   * notes included; then comes {@code tiff}, then what else is said, then one directory of it all.
   *
   * @param tiff of the block's byte order, with one directory, as Java's writer makes it
   */
  static byte[] with(Metadata metadata, byte[] tiff) {
    byte[] exif = metadata.exif() == null ? new byte[0] : metadata.exif();
    Directory told = Directory.first(exif);
    Directory image = Directory.first(tiff);
    if (image == null) {
      return tiff;
    }
    int imageAt = told == null ? 0 : TiffBlocks.even(exif.length);
    SortedMap<Integer, byte[]> entries = moved(image, imageAt);
    if (told != null) {
      addDescriptive(told, entries);
    }
    int end = TiffBlocks.even(imageAt + tiff.length);
    TiffBlocks blocks = new TiffBlocks(image.bytes().order(), end, entries);
    blocks.add(ICC_PROFILE, UNDEFINED, metadata.iccProfile());
    blocks.add(XMP, BYTE, metadata.xmp());
    blocks.add(IPTC, UNDEFINED, metadata.iptc());
    if (metadata.density() != null) {
      blocks.add(metadata.density());
    }
    if (told == null && entries.size() == image.entries() && blocks.isEmpty()) {
      return tiff;
    }
    ByteBuffer out = ByteBuffer.allocate(blocks.end() + 2 + 12 * entries.size() + 4);
    out.order(image.bytes().order()).put(exif, 0, Math.min(imageAt, exif.length));
    out.position(imageAt).put(tiff);
    blocks.copyTo(out);
    out.position(blocks.end()).putShort((short) entries.size());
    entries.values().forEach(out::put);
    return out.putInt(4, blocks.end()).array();
  }

  /** The entries of a directory, in the order of their tags, when all moves on by so many bytes. */
  private static SortedMap<Integer, byte[]> moved(Directory image, int by) {
    SortedMap<Integer, byte[]> entries = new TreeMap<>();
    for (int i = 0; i < image.entries(); i++) {
      int entry = image.entry(i);
      boolean outside = image.size(entry) > 4;
      if (image.tag(entry) == STRIP_OFFSETS) {
        int first = outside ? image.bytes().getInt(entry + 8) : entry + 8;
        for (int at = first; at < first + image.size(entry); at += 4) {
          image.bytes().putInt(at, image.bytes().getInt(at) + by);
        }
      }
      if (outside) {
        image.bytes().putInt(entry + 8, image.bytes().getInt(entry + 8) + by);
      }
      entries.put(image.tag(entry), image.copy(entry));
    }
    return entries;
  }

  private static void addDescriptive(Directory told, SortedMap<Integer, byte[]> entries) {
    IntPredicate descriptive = Exif.descriptive(told);
    for (int i = 0; i < told.entries(); i++) {
      int entry = told.entry(i);
      if (descriptive.test(told.tag(entry))) {
        entries.put(told.tag(entry), told.copy(entry));
      }
    }
  }
}
