package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The segments of a JPEG file (ITU T.81 annex B; EXIF in APP1; ICC.1 annex B.4 in APP2). */
final class JpegFile {
  private static final byte[] EXIF = "Exif\0\0".getBytes(ISO_8859_1);
  private static final byte[] ICC = "ICC_PROFILE\0".getBytes(ISO_8859_1);
  private static final int LARGEST_SEGMENT = 65533;
  private static final int MOST_SCANS = 500;
  private static final int SOS = 0xda;
  private static final int EOI = 0xd9;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COMMENT = 0xfe;

  private final byte[] file;
  private final ByteArrayOutputStream pixels = new ByteArrayOutputStream();
  private final TreeMap<Integer, byte[]> profile = new TreeMap<>();
  private byte @Nullable [] exif;
  private int components;
  private int position = 2;
  private int scans;

  private JpegFile(byte[] file) {
    this.file = file;
  }

  static Container open(byte[] file)
      throws Container.TruncatedException, Container.DamagedException {
    return new JpegFile(file).open();
  }

  /** Four components are CMYK or YCCK: the decoder needs their profile to make RGB. */
  private Container open() throws Container.TruncatedException, Container.DamagedException {
    pixels.write(file, 0, 2);
    int marker = 0;
    while (marker != EOI) {
      marker = marker();
      segment(marker);
    }
    byte[] icc = joined();
    byte[] stripped = pixels.toByteArray();
    return components == 4
        ? new Container(with(new Metadata(icc, null), stripped), null, exif, false)
        : new Container(stripped, icc, exif, false);
  }

  private void segment(int marker) throws Container.TruncatedException, Container.DamagedException {
    int start = position - 2;
    if (marker != EOI && marker != 1 && (marker < 0xd0 || marker > 0xd8)) {
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
  private int marker() throws Container.TruncatedException, Container.DamagedException {
    if (position < file.length && file[position] != (byte) 0xff) {
      throw new Container.DamagedException("a segment does not begin where it should");
    }
    while (position < file.length && file[position] == (byte) 0xff) {
      position++;
    }
    if (position >= file.length) {
      throw new Container.TruncatedException();
    }
    return file[position++] & 0xff;
  }

  private int length() throws Container.TruncatedException, Container.DamagedException {
    if (position + 2 > file.length) {
      throw new Container.TruncatedException();
    }
    int length = (file[position] & 0xff) << 8 | (file[position + 1] & 0xff);
    if (length < 2) {
      throw new Container.DamagedException("a segment has no length");
    } else if (position + length > file.length) {
      throw new Container.TruncatedException();
    }
    return length;
  }

  /** To the next marker that is neither a stuffed 0 nor a restart. */
  private void skipScan() throws Container.TruncatedException, Container.DamagedException {
    if (++scans > MOST_SCANS) {
      throw new Container.DamagedException("it has over " + MOST_SCANS + " scans");
    }
    while (position + 1 < file.length) {
      int next = file[position + 1] & 0xff;
      if (file[position] == (byte) 0xff && next != 0 && next != 0xff && (next & 0xf8) != 0xd0) {
        return;
      }
      position++;
    }
    throw new Container.TruncatedException();
  }

  private void keep(int marker, int start) {
    if (marker == APP1 && exif == null && begins(start, EXIF)) {
      exif = Arrays.copyOfRange(file, start + EXIF.length, position);
    } else if (marker == APP2 && begins(start, ICC) && position >= start + ICC.length + 2) {
      int number = file[start + ICC.length] & 0xff;
      profile.put(number, Arrays.copyOfRange(file, start + ICC.length + 2, position));
    } else if (marker >= 0xc0 && marker <= 0xcf && isFrame(marker) && position >= start + 6) {
      components = file[start + 5];
    }
  }

  private static boolean isFrame(int marker) {
    return marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private boolean begins(int start, byte[] signature) {
    int end = start + signature.length;
    return end <= position && Arrays.equals(file, start, end, signature, 0, signature.length);
  }

  private byte @Nullable [] joined() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    profile.values().forEach(all::writeBytes);
    return profile.isEmpty() ? null : all.toByteArray();
  }

  /** The same file with EXIF and profile behind its JFIF header; EXIF over 64 KiB is left out. */
  static byte[] with(Metadata metadata, byte[] jpeg) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(jpeg.length);
    int header = jpeg[3] == (byte) APP0 ? 4 + ((jpeg[4] & 0xff) << 8 | (jpeg[5] & 0xff)) : 2;
    out.write(jpeg, 0, header);
    byte[] block = metadata.exif();
    if (block != null && block.length + EXIF.length <= LARGEST_SEGMENT) {
      writeHeader(out, APP1, EXIF, block.length);
      out.writeBytes(block);
    }
    byte[] icc = metadata.iccProfile();
    if (icc != null) {
      writeProfile(out, icc);
    }
    out.write(jpeg, header, jpeg.length - header);
    return out.toByteArray();
  }

  private static void writeProfile(ByteArrayOutputStream out, byte[] icc) {
    int most = LARGEST_SEGMENT - ICC.length - 2;
    int parts = (icc.length + most - 1) / most;
    for (int part = 0; part < parts && parts < 256; part++) {
      int size = Math.min(most, icc.length - part * most);
      writeHeader(out, APP2, ICC, size + 2);
      out.write(part + 1);
      out.write(parts);
      out.write(icc, part * most, size);
    }
  }

  private static void writeHeader(
      ByteArrayOutputStream out, int marker, byte[] signature, int content) {
    int length = 2 + signature.length + content;
    out.writeBytes(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length});
    out.writeBytes(signature);
  }
}
