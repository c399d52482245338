package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the application segments of a JPEG file say, and writes such segments: JFIF, EXIF
 * and XMP (also longer than a segment), ICC profiles (ICC.1 annex B.4), Photoshop's resources and
 * the index of a file of several pictures (CIPA DC-007).
 */
final class JpegMetadata {
  private static final byte[] JFIF = "JFIF\0".getBytes(ISO_8859_1);
  private static final byte[] EXIF = "Exif\0\0".getBytes(ISO_8859_1);
  private static final byte[] XMP = "http://ns.adobe.com/xap/1.0/\0".getBytes(ISO_8859_1);
  private static final byte[] MORE_XMP =
      "http://ns.adobe.com/xmp/extension/\0".getBytes(ISO_8859_1);
  private static final byte[] ICC = "ICC_PROFILE\0".getBytes(ISO_8859_1);
  private static final byte[] PHOTOSHOP = "Photoshop 3.0\0".getBytes(ISO_8859_1);
  private static final byte[] INDEX = "MPF\0".getBytes(ISO_8859_1);
  private static final int LARGEST_SEGMENT = 65533;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;
  private static final int APP13 = 0xed;

  /** Of an extended packet's segment: its name, its whole length and where the part goes. */
  private static final int NAME = 32;

  private static final int PART_HEADER = NAME + 8;
  private static final int PICTURES = 0xb002;
  private static final int KIND = 0xffffff;
  private static final List<Integer> PREVIEWS = List.of(0x10001, 0x10002);

  private final TreeMap<Integer, byte[]> profile = new TreeMap<>();
  private final TreeMap<Long, byte[]> moreXmp = new TreeMap<>();
  private final ByteArrayOutputStream resources = new ByteArrayOutputStream();
  private @Nullable Density density;
  private byte @Nullable [] exif;
  private byte @Nullable [] xmp;
  private int pictures = 1;

  /** All that was said, and how many pictures the file holds besides previews. */
  record Gathered(Metadata metadata, int pictures) {}

  /** Takes in the content of a segment, [start, end) of the file. */
  void add(int marker, byte[] file, int start, int end) {
    byte[] content = Arrays.copyOfRange(file, start, end);
    if (marker == APP0 && begins(content, JFIF) && content.length >= 12) {
      density = Density.ofJfif(content, 7);
    } else if (marker == APP1 && exif == null && begins(content, EXIF)) {
      exif = behind(content, EXIF);
    } else if (marker == APP1 && xmp == null && begins(content, XMP)) {
      xmp = behind(content, XMP);
    } else if (marker == APP1 && begins(content, MORE_XMP)) {
      addXmp(behind(content, MORE_XMP));
    } else if (marker == APP2 && begins(content, ICC) && content.length >= ICC.length + 2) {
      byte[] part = behind(content, ICC);
      profile.put(part[0] & 0xff, Arrays.copyOfRange(part, 2, part.length));
    } else if (marker == APP2 && begins(content, INDEX)) {
      pictures = Math.max(pictures, count(behind(content, INDEX)));
    } else if (marker == APP13 && begins(content, PHOTOSHOP)) {
      resources.writeBytes(behind(content, PHOTOSHOP));
    }
  }

  private static boolean begins(byte[] content, byte[] signature) {
    return content.length >= signature.length
        && Arrays.equals(content, 0, signature.length, signature, 0, signature.length);
  }

  private static byte[] behind(byte[] content, byte[] signature) {
    return Arrays.copyOfRange(content, signature.length, content.length);
  }

  private void addXmp(byte[] part) {
    boolean meant =
        part.length > PART_HEADER
            && xmp != null
            && new String(xmp, ISO_8859_1).contains(new String(part, 0, NAME, ISO_8859_1));
    if (meant) {
      long place = ByteBuffer.wrap(part).getInt(NAME + 4) & 0xffffffffL;
      moreXmp.putIfAbsent(place, Arrays.copyOfRange(part, PART_HEADER, part.length));
    }
  }

  /** How many pictures an index names that are no previews of others. */
  private static int count(byte[] index) {
    Directory first = Directory.first(index);
    int entry = first == null ? -1 : first.find(PICTURES);
    if (first == null || entry < 0 || !first.isWhole(entry)) {
      return 1;
    }
    ByteBuffer entries = ByteBuffer.wrap(first.value(entry)).order(first.bytes().order());
    int count = 0;
    for (int at = 0; at + 16 <= entries.limit(); at += 16) {
      count += PREVIEWS.contains(entries.getInt(at) & KIND) ? 0 : 1;
    }
    return count;
  }

  Gathered gathered() {
    byte[] packet = xmp == null ? null : Xmp.joined(xmp, joined(moreXmp.values()));
    Photoshop photoshop = Photoshop.of(resources.toByteArray());
    Density told = density == null ? Exif.density(exif) : density;
    Metadata metadata =
        new Metadata(
            joined(profile.values()),
            exif,
            packet,
            photoshop.iptc(),
            told == null ? photoshop.density() : told,
            List.of());
    return new Gathered(metadata, pictures);
  }

  private static byte @Nullable [] joined(Iterable<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.size() == 0 ? null : all.toByteArray();
  }

  /**
   * The same file with all that is said behind its JFIF header; EXIF and IPTC over 64 KiB are left
   * out.
   */
  static byte[] with(Metadata metadata, byte[] jpeg) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(jpeg.length);
    int header = jpeg[3] == (byte) APP0 ? 4 + ((jpeg[4] & 0xff) << 8 | (jpeg[5] & 0xff)) : 2;
    byte[] start = Arrays.copyOf(jpeg, header);
    if (metadata.density() != null && header >= 18) {
      System.arraycopy(metadata.density().jfif(), 0, start, 13, 5);
    }
    out.writeBytes(start);
    if (metadata.exif() != null) {
      writeSegment(out, APP1, EXIF, metadata.exif());
    }
    if (metadata.xmp() != null) {
      writeXmp(out, metadata.xmp());
    }
    if (metadata.iccProfile() != null) {
      writeProfile(out, metadata.iccProfile());
    }
    if (metadata.iptc() != null) {
      writeSegment(out, APP13, PHOTOSHOP, Photoshop.with(metadata.iptc()));
    }
    out.write(jpeg, header, jpeg.length - header);
    return out.toByteArray();
  }

  private static void writeProfile(ByteArrayOutputStream out, byte[] icc) {
    int most = LARGEST_SEGMENT - ICC.length - 2;
    int parts = (icc.length + most - 1) / most;
    for (int part = 0; part < parts && parts < 256; part++) {
      int size = Math.min(most, icc.length - part * most);
      ByteBuffer content = ByteBuffer.allocate(2 + size).put((byte) (part + 1)).put((byte) parts);
      writeSegment(out, APP2, ICC, content.put(icc, part * most, size).array());
    }
  }

  private static void writeXmp(ByteArrayOutputStream out, byte[] packet) {
    byte[] tight = Xmp.tight(packet);
    if (tight.length <= LARGEST_SEGMENT - XMP.length) {
      boolean fits = packet.length <= LARGEST_SEGMENT - XMP.length;
      writeSegment(out, APP1, XMP, fits ? packet : tight);
      return;
    }
    byte[] extended = Xmp.unwrapped(packet);
    String name = digest(extended);
    writeSegment(out, APP1, XMP, Xmp.pointingAt(name));
    int most = LARGEST_SEGMENT - MORE_XMP.length - PART_HEADER;
    for (int at = 0; at < extended.length; at += most) {
      int size = Math.min(most, extended.length - at);
      ByteBuffer content = ByteBuffer.allocate(PART_HEADER + size);
      content.put(name.getBytes(ISO_8859_1)).putInt(extended.length).putInt(at);
      writeSegment(out, APP1, MORE_XMP, content.put(extended, at, size).array());
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(bytes);
      return HexFormat.of().formatHex(digest).toUpperCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private static void writeSegment(
      ByteArrayOutputStream out, int marker, byte[] signature, byte[] content) {
    int length = 2 + signature.length + content.length;
    if (length > LARGEST_SEGMENT + 2) {
      return;
    }
    out.writeBytes(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length});
    out.writeBytes(signature);
    out.writeBytes(content);
  }
}
