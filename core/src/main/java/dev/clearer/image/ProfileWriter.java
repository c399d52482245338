package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes ICC profiles (ICC.1:2022) of primaries and a curve, for files that know no other way. */
final class ProfileWriter {
  private static final int HEADER = 128;
  private static final int VERSION = 0x04400000;
  private static final double[] D50 = {0.9642, 1, 0.8249};

  /** Tags by their names; those of the same content share it. */
  private final Map<String, byte[]> tags = new LinkedHashMap<>();

  private ProfileWriter(String description) {
    tags.put("desc", text(description));
    tags.put("cprt", text("No copyright, use freely"));
    tags.put("wtpt", xyz(D50));
  }

  /**
   * A profile of RGB colours.
   *
   * @param codes the four numbers of a PNG's cICP chunk, which say the same more exactly; or null
   */
  static byte[] rgb(
      Primaries primaries, ColourCurve curve, String description, byte @Nullable [] codes) {
    ProfileWriter profile = new ProfileWriter(description);
    double[][] matrix = primaries.matrix();
    for (int c = 0; c < 3; c++) {
      double[] column = {matrix[0][c], matrix[1][c], matrix[2][c]};
      profile.tags.put("rgb".charAt(c) + "XYZ", xyz(column));
    }
    for (int c = 0; c < 3; c++) {
      profile.tags.put("rgb".charAt(c) + "TRC", curve.tag());
    }
    profile.tags.put("chad", matrix(primaries.adaptation()));
    if (codes != null) {
      ByteBuffer cicp = ByteBuffer.allocate(12).put("cicp".getBytes(ISO_8859_1)).putInt(0);
      profile.tags.put("cicp", cicp.put(codes, 0, 4).array());
    }
    return profile.bytes("RGB ");
  }

  /** A profile of greys. */
  static byte[] grey(ColourCurve curve, String description) {
    ProfileWriter profile = new ProfileWriter(description);
    profile.tags.put("kTRC", curve.tag());
    return profile.bytes("GRAY");
  }

  private byte[] bytes(String space) {
    int directory = HEADER + 4 + 12 * tags.size();
    int size = directory;
    IdentityHashMap<byte[], Integer> places = new IdentityHashMap<>();
    for (byte[] content : tags.values()) {
      if (places.putIfAbsent(content, size) == null) {
        size += content.length + (4 - content.length % 4) % 4;
      }
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putInt(size).putInt(0).putInt(VERSION).put("mntr".getBytes(ISO_8859_1));
    out.put(space.getBytes(ISO_8859_1)).put("XYZ ".getBytes(ISO_8859_1));
    out.putShort((short) 2026).putShort((short) 1).putShort((short) 1); // the same every time
    out.position(36).put("acsp".getBytes(ISO_8859_1));
    out.position(68);
    for (double value : D50) {
      out.putInt(fixed(value));
    }
    out.position(HEADER).putInt(tags.size());
    tags.forEach(
        (name, content) -> {
          int place = places.getOrDefault(content, 0);
          out.put(name.getBytes(ISO_8859_1)).putInt(place).putInt(content.length);
        });
    places.forEach((content, place) -> out.put(place, content));
    return out.array();
  }

  private static int fixed(double value) {
    return (int) Math.round(value * 65536);
  }

  private static byte[] xyz(double[] values) {
    ByteBuffer out = ByteBuffer.allocate(20).put("XYZ ".getBytes(ISO_8859_1)).putInt(0);
    for (double value : values) {
      out.putInt(fixed(value));
    }
    return out.array();
  }

  private static byte[] matrix(double[][] rows) {
    ByteBuffer out = ByteBuffer.allocate(8 + 36).put("sf32".getBytes(ISO_8859_1)).putInt(0);
    for (double[] row : rows) {
      for (double value : row) {
        out.putInt(fixed(value));
      }
    }
    return out.array();
  }

  private static byte[] text(String text) {
    byte[] letters = text.getBytes(UTF_16BE);
    ByteBuffer out = ByteBuffer.allocate(28 + letters.length).put("mluc".getBytes(ISO_8859_1));
    out.putInt(0).putInt(1).putInt(12).put("enUS".getBytes(ISO_8859_1));
    return out.putInt(letters.length).putInt(28).put(letters).array();
  }
}
