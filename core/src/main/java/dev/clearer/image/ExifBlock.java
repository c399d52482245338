package dev.clearer.image;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a TIFF file says of its picture into a block of its own, as other formats carry it.
 * Values are copied as they are, maker notes too: those that hold offsets into their file lose
 * them.
 */
final class ExifBlock {
  private static final int MOST_BYTES = 1 << 20;
  private static final int HEADER = 8;
  private static final int DEEPEST = 2;

  private final ByteBuffer block;
  private boolean full;

  private ExifBlock(Directory source) {
    block = ByteBuffer.allocate(MOST_BYTES).order(source.bytes().order());
    block.put(0, source.bytes(), 0, 4).putInt(4, HEADER).position(HEADER);
  }

  /** The block; null if the file says nothing, or more than a mebibyte. */
  static byte @Nullable [] of(Directory first) {
    ExifBlock gathered = new ExifBlock(first);
    gathered.put(first, Exif.descriptive(first), 0);
    boolean empty = gathered.full || gathered.block.getShort(HEADER) == 0;
    return empty ? null : Arrays.copyOf(gathered.block.array(), gathered.block.position());
  }

  /** Appends a directory, then what does not fit into its entries. */
  private void put(Directory from, IntPredicate wanted, int depth) {
    List<Integer> entries = new ArrayList<>();
    for (int i = 0; i < from.entries() && !full; i++) {
      if (wanted.test(from.tag(from.entry(i))) && from.isWhole(from.entry(i))) {
        entries.add(from.entry(i));
      }
    }
    if (!hasRoom(2 + 12L * entries.size() + 4)) {
      return;
    }
    int to = block.position() + 2;
    block.putShort((short) entries.size()).position(to + 12 * entries.size() + 4);
    for (int entry : entries) {
      copy(from, entry, to, depth);
      to += 12;
    }
  }

  private void copy(Directory from, int entry, int to, int depth) {
    block.put(to, from.bytes(), entry, 12);
    Directory child = depth < DEEPEST && pointsAtOne(from.tag(entry)) ? from.childOf(entry) : null;
    if (!hasRoom(child == null ? from.size(entry) : 0)) {
      return;
    } else if (child != null) {
      block.putInt(to + 8, even());
      put(child, tag -> true, depth + 1);
    } else if (from.size(entry) > 4) {
      block.putInt(to + 8, even());
      block.put(from.value(entry));
    }
  }

  /** Whether so many bytes fit, and one to make their place even. */
  private boolean hasRoom(long bytes) {
    full |= bytes + 1 > block.remaining();
    return !full;
  }

  private static boolean pointsAtOne(int tag) {
    return tag == Exif.DETAILS || tag == Exif.PLACE || tag == Exif.INTEROPERABILITY;
  }

  /** Steps to where a value may begin (TIFF 6.0 wants even places). */
  private int even() {
    block.position(block.position() + (block.position() & 1));
    return block.position();
  }
}
