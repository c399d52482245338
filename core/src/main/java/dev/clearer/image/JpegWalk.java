package dev.clearer.image;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the scans of a JPEG file without computing pixels, to find out whether they are all
 * there and where they end: for files that do not end as they should. Huffman-coded, sequential or
 * progressive (ITU T.81 annexes F and G).
 */
final class JpegWalk {
  private static final int SOF0 = 0xc0;
  private static final int SOF2 = 0xc2;
  private static final int DHT = 0xc4;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int DRI = 0xdd;
  private static final int MOST_SCANS = 500;

  private final byte[] file;
  private final @Nullable JpegHuffman[] tables = new JpegHuffman[8];
  private JpegComponent[] components = {};
  private boolean progressive;
  private int restartInterval;
  private int mcusAcross;
  private int mcusDown;
  private int endOfRun;
  private int end;

  /** What a scan holds: coefficients {@code first} to {@code last}, refined to a bit. */
  @SuppressWarnings("ArrayRecordComponent") // lives within one scan
  private record Scan(JpegComponent[] of, int first, int last, int before, int bit) {}

  private JpegWalk(byte[] file) {
    this.file = file;
  }

  /**
   * What there is of a picture.
   *
   * @param end behind the last byte of a scan that could be used
   * @param complete whether nothing is missing
   * @param missing the share of the pixels of which nothing is there, 0 to 1
   */
  record Found(int end, boolean complete, double missing) {}

  /** Walks as far as it goes; null if not even a scan begins. */
  static @Nullable Found through(byte[] file) {
    JpegWalk walk = new JpegWalk(file);
    try {
      walk.segments();
    } catch (JpegBits.EndException | IndexOutOfBoundsException e) {
      // So far, and no farther.
    }
    return walk.end == 0 ? null : walk.found();
  }

  private Found found() {
    long all = 0;
    long there = 0;
    boolean complete = true;
    for (JpegComponent component : components) {
      all += component.blocks();
      there += component.blocksBegun();
      complete &= component.isComplete();
    }
    return new Found(end, complete, 1 - there / (double) all);
  }

  private void segments() throws JpegBits.EndException {
    int position = 2;
    int scans = 0;
    while (scans < MOST_SCANS) {
      while (file[position] != (byte) 0xff || file[position + 1] == (byte) 0xff) {
        if (file[position] != (byte) 0xff && scans == 0) {
          return;
        }
        position++;
      }
      int marker = file[position + 1] & 0xff;
      if (marker == EOI || (marker == 0xd8 && scans > 0)) {
        return;
      }
      boolean alone = marker <= 1 || (marker >= 0xd0 && marker <= 0xd8);
      int length = alone ? 0 : unsigned(position + 2);
      int content = position + 4;
      position += 2 + length;
      if (marker == DHT) {
        readTables(content, position);
      } else if (marker == DRI) {
        restartInterval = unsigned(content);
      } else if (marker >= SOF0 && marker <= SOF2) {
        readFrame(content, marker == SOF2);
      } else if (marker == SOS) {
        scans++;
        position = readScan(content, position);
      }
    }
  }

  private int unsigned(int at) {
    return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
  }

  private void readTables(int from, int to) {
    int at = from;
    while (at < to) {
      int place = (file[at] & 0x10) / 4 + (file[at] & 3);
      tables[place] = new JpegHuffman(file, at + 1);
      at += 17 + JpegHuffman.size(file, at + 1);
    }
  }

  private void readFrame(int at, boolean isProgressive) throws JpegBits.EndException {
    progressive = isProgressive;
    int height = unsigned(at + 1);
    int width = unsigned(at + 3);
    int count = file[at + 5];
    if (components.length > 0 || count < 1 || count > 4 || height == 0 || width == 0) {
      throw new JpegBits.EndException();
    }
    int across = 1;
    int down = 1;
    for (int i = 0; i < count; i++) {
      across = Math.max(across, file[at + 7 + 3 * i] >> 4);
      down = Math.max(down, file[at + 7 + 3 * i] & 15);
    }
    mcusAcross = ceil(width, 8 * across);
    mcusDown = ceil(height, 8 * down);
    components = new JpegComponent[count];
    for (int i = 0; i < count; i++) {
      int h = file[at + 7 + 3 * i] >> 4;
      int v = file[at + 7 + 3 * i] & 15;
      if (h < 1 || v < 1 || h > 4 || v > 4) {
        throw new JpegBits.EndException();
      }
      components[i] =
          new JpegComponent(
              file[at + 6 + 3 * i],
              new JpegComponent.Sampling(h, v),
              new JpegComponent.Size(ceil(width * h, 8 * across), ceil(height * v, 8 * down)),
              new JpegComponent.Size(mcusAcross * h, mcusDown * v));
    }
  }

  private static int ceil(int value, int by) {
    return (value + by - 1) / by;
  }

  private int readScan(int at, int start) throws JpegBits.EndException {
    int count = file[at];
    JpegComponent[] of = new JpegComponent[count];
    for (int i = 0; i < count; i++) {
      byte id = file[at + 1 + 2 * i];
      of[i] =
          Arrays.stream(components)
              .filter(component -> component.id() == id)
              .findFirst()
              .orElseThrow(JpegBits.EndException::new);
      of[i].uses(file[at + 2 + 2 * i] >> 4 & 3, file[at + 2 + 2 * i] & 3);
    }
    int band = at + 1 + 2 * count;
    Scan scan =
        progressive
            ? new Scan(
                of, file[band], file[band + 1], file[band + 2] >> 4 & 15, file[band + 2] & 15)
            : new Scan(of, 0, 63, 0, 0);
    if (scan.first < 0 || scan.last > 63 || scan.first > scan.last) {
      throw new JpegBits.EndException();
    }
    JpegBits bits = new JpegBits(file, start);
    try {
      end = start;
      blocks(scan, bits);
    } finally {
      end = Math.min(file.length, bits.position());
    }
    for (JpegComponent component : of) {
      component.finish(scan.first, scan.last, scan.bit);
    }
    return end;
  }

  private void blocks(Scan scan, JpegBits bits) throws JpegBits.EndException {
    endOfRun = 0;
    boolean alone = scan.of.length == 1;
    JpegComponent.Size size =
        alone ? scan.of[0].size() : new JpegComponent.Size(mcusAcross, mcusDown);
    int all = size.width() * size.height();
    for (int mcu = 0; mcu < all; mcu++) {
      if (restartInterval > 0 && mcu > 0 && mcu % restartInterval == 0) {
        bits.restart();
        endOfRun = 0;
      }
      int x = mcu % size.width();
      int y = mcu / size.width();
      for (JpegComponent component : scan.of) {
        int h = alone ? 1 : component.sampling().across();
        int v = alone ? 1 : component.sampling().down();
        for (int i = 0; i < h * v; i++) {
          block(scan, component, component.block(x * h + i % h, y * v + i / h), bits);
        }
      }
    }
  }

  private void block(Scan scan, JpegComponent component, int block, JpegBits bits)
      throws JpegBits.EndException {
    if (!progressive) {
      bits.next(table(component.dc()).next(bits));
      sequential(table(4 + component.ac()), bits);
    } else if (scan.first == 0 && scan.before == 0) {
      bits.next(table(component.dc()).next(bits));
    } else if (scan.first == 0) {
      bits.next();
    } else if (scan.before == 0) {
      firstBand(scan, component, block, bits);
    } else {
      refinedBand(scan, component, block, bits);
    }
    component.begin(block);
  }

  private JpegHuffman table(int place) throws JpegBits.EndException {
    JpegHuffman table = tables[place];
    if (table == null) {
      throw new JpegBits.EndException();
    }
    return table;
  }

  private static void sequential(JpegHuffman table, JpegBits bits) throws JpegBits.EndException {
    int k = 1;
    while (k < 64) {
      int value = table.next(bits);
      if (value == 0) {
        return;
      }
      k += (value >> 4) + 1;
      bits.next(value & 15);
    }
    if (k > 64) {
      throw new JpegBits.EndException();
    }
  }

  private void firstBand(Scan scan, JpegComponent component, int block, JpegBits bits)
      throws JpegBits.EndException {
    if (endOfRun > 0) {
      endOfRun--;
      return;
    }
    JpegHuffman table = table(4 + component.ac());
    for (int k = scan.first; k <= scan.last; k++) {
      int value = table.next(bits);
      int run = value >> 4;
      if ((value & 15) == 0 && run < 15) {
        endOfRun = (1 << run) - 1 + bits.next(run);
        return;
      }
      k += run;
      if ((value & 15) != 0) {
        bits.next(value & 15);
        component.set(block, k);
      }
    }
  }

  private void refinedBand(Scan scan, JpegComponent component, int block, JpegBits bits)
      throws JpegBits.EndException {
    JpegHuffman table = table(4 + component.ac());
    int k = scan.first;
    while (endOfRun == 0 && k <= scan.last) {
      int value = table.next(bits);
      int run = value >> 4;
      boolean fresh = (value & 15) != 0;
      if (fresh) {
        bits.next(); // its sign
      } else if (run < 15) {
        endOfRun = (1 << run) + bits.next(run);
        break;
      }
      while (k <= scan.last && (component.has(block, k) || run-- > 0)) {
        k = corrected(component, block, k, bits);
      }
      if (fresh) {
        component.set(block, k);
      }
      k++;
    }
    if (endOfRun > 0) {
      while (k <= scan.last) {
        k = corrected(component, block, k, bits);
      }
      endOfRun--;
    }
  }

  /** Steps over a coefficient, and over the bit that corrects it if it is not 0. */
  private static int corrected(JpegComponent component, int block, int k, JpegBits bits)
      throws JpegBits.EndException {
    if (component.has(block, k)) {
      bits.next();
    }
    return k + 1;
  }
}
