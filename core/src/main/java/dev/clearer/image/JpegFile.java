package dev.clearer.image;

import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.TruncatedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The segments of a JPEG file (ITU T.81 annex B). */
final class JpegFile {
  private static final int MOST_SCANS = 500;
  private static final int LOSSLESS = 0xc3;
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COMMENT = 0xfe;
  private static final int JPEG_LS = 0xf7;

  private final byte[] file;
  private final Reading reading;
  private final ByteArrayOutputStream pixels = new ByteArrayOutputStream();
  private final JpegMetadata metadata = new JpegMetadata();
  private int components;
  private int precision = 8;
  private int position = 2;
  private int scans;

  private JpegFile(byte[] file, Reading reading) {
    this.file = file;
    this.reading = reading;
  }

  static Container open(byte[] file, Reading reading)
      throws TruncatedException, DamagedException, UnsupportedException {
    JpegFile jpeg = new JpegFile(file, reading);
    try {
      return jpeg.open();
    } catch (TruncatedException | DamagedException e) {
      JpegWalk.Found found = jpeg.scans == 0 ? null : JpegWalk.through(file);
      if (found == null || !(found.complete() || reading.damageAccepted())) {
        throw e;
      } else if (found.missing() > 0) {
        reading.noteMissing(found.missing());
      } else if (!found.complete()) {
        reading.note("is damaged: some of its detail is missing.");
      }
      return new JpegFile(endedAt(found.end(), file), reading).open();
    }
  }

  /** The file up to a place, where its end marker is put. */
  private static byte[] endedAt(int end, byte[] file) {
    byte[] ended = Arrays.copyOf(file, end + 2);
    ended[end] = (byte) 0xff;
    ended[end + 1] = (byte) EOI;
    return ended;
  }

  /** Four components are CMYK or YCCK: the decoder needs their profile to make RGB. */
  private Container open() throws TruncatedException, DamagedException, UnsupportedException {
    pixels.write(file, 0, 2);
    int marker = 0;
    while (marker != EOI) {
      marker = marker();
      segment(marker);
    }
    JpegMetadata.Gathered said = metadata.gathered();
    if (said.pictures() > 1) {
      reading.note("holds %d pictures: the first of them is used.".formatted(said.pictures()));
    }
    byte[] stripped = pixels.toByteArray();
    Metadata told = said.metadata();
    int bits = precision == 8 ? 0 : precision;
    return components == 4
        ? new Container(
            JpegMetadata.with(new Metadata(told.iccProfile(), null), stripped),
            told.withProfile(null),
            null,
            bits)
        : new Container(stripped, told, null, bits);
  }

  private void segment(int marker)
      throws TruncatedException, DamagedException, UnsupportedException {
    int start = position - 2;
    if (marker == SOI && scans > 0) {
      throw new DamagedException("another picture begins before its end");
    } else if (marker != EOI && marker != 1 && (marker < 0xd0 || marker > SOI)) {
      position += length();
    }
    keep(marker, start + 4);
    if (marker == SOS) {
      skipScan();
    }
    boolean app = marker >= APP0 && marker <= APP15 && marker != APP0 && marker != APP14;
    if (!app && marker != COMMENT) {
      pixels.write(file, start, position - start);
    }
  }

  /** The next marker, after any fill bytes. */
  private int marker() throws TruncatedException, DamagedException {
    if (position < file.length && file[position] != (byte) 0xff) {
      throw new DamagedException("a segment does not begin where it should");
    }
    while (position < file.length && file[position] == (byte) 0xff) {
      position++;
    }
    if (position >= file.length) {
      throw new TruncatedException();
    }
    return file[position++] & 0xff;
  }

  private int length() throws TruncatedException, DamagedException {
    if (position + 2 > file.length) {
      throw new TruncatedException();
    }
    int length = unsigned(position);
    if (length < 2) {
      throw new DamagedException("a segment has no length");
    } else if (position + length > file.length) {
      throw new TruncatedException();
    }
    return length;
  }

  private int unsigned(int at) {
    return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
  }

  /** To the next marker that is neither a stuffed 0 nor a restart. */
  private void skipScan() throws TruncatedException, DamagedException {
    if (++scans > MOST_SCANS) {
      throw new DamagedException("it has over " + MOST_SCANS + " scans");
    }
    while (position + 1 < file.length) {
      int next = file[position + 1] & 0xff;
      if (file[position] == (byte) 0xff && next != 0 && next != 0xff && (next & 0xf8) != 0xd0) {
        return;
      }
      position++;
    }
    throw new TruncatedException();
  }

  private void keep(int marker, int start) throws DamagedException, UnsupportedException {
    if (marker == JPEG_LS) {
      throw new UnsupportedException("JPEG-LS compression");
    } else if (isFrame(marker)) {
      readFrame(marker, start);
    } else if (marker >= APP0 && marker <= APP15) {
      metadata.add(marker, file, start, position);
    }
  }

  private static boolean isFrame(int marker) {
    boolean table = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
    return marker >= 0xc0 && marker <= 0xcf && !table;
  }

  private void readFrame(int marker, int start) throws DamagedException, UnsupportedException {
    if (position < start + 6) {
      throw new DamagedException("its frame has no size");
    }
    precision = file[start];
    components = file[start + 5];
    if (marker > LOSSLESS) {
      boolean arithmetic = marker >= 0xc9;
      throw new UnsupportedException(arithmetic ? "arithmetic coding" : "hierarchical coding");
    } else if (marker != LOSSLESS && precision != 8) {
      throw new UnsupportedException("JPEG compression of %d bits".formatted(precision));
    }
    reading.requireWithin(unsigned(start + 3), unsigned(start + 1));
  }
}
