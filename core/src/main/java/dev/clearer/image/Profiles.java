package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** ICC profiles: which of them may go into a file. */
final class Profiles {
  private static final int HEADER = 128;

  private Profiles() {}

  /** Whether it is a profile of RGB colours, which only a picture in colour may carry. */
  static boolean isRgb(byte @Nullable [] profile) {
    return profile != null && is("RGB ", profile);
  }

  /** The profile if it is one of the picture's kind, grey or RGB (ICC.1 7.2); null otherwise. */
  static byte @Nullable [] fitting(byte @Nullable [] profile, Image colour) {
    String kind = colour.channels() == 1 ? "GRAY" : "RGB ";
    return profile != null && is(kind, profile) ? profile : null;
  }

  private static boolean is(String kind, byte[] profile) {
    return profile.length >= HEADER
        && new String(profile, 16, 4, ISO_8859_1).equals(kind)
        && new String(profile, 36, 4, ISO_8859_1).equals("acsp");
  }

  /**
   * A profile of RGB colours in which equal amounts are the greys of a profile of greys, for file
   * formats that hold only colours.
   *
   * @return null if the curve of the greys cannot be found
   */
  static byte @Nullable [] coloured(byte @Nullable [] profile) {
    if (profile == null || !is("GRAY", profile)) {
      return profile;
    }
    ByteBuffer in = ByteBuffer.wrap(profile);
    for (int at = HEADER + 4; at + 12 <= profile.length && at < HEADER + 4 + 1200; at += 12) {
      long from = in.getInt(at + 4) & 0xffffffffL;
      long to = from + (in.getInt(at + 8) & 0xffffffffL);
      if (new String(profile, at, 4, ISO_8859_1).equals("kTRC") && to <= profile.length) {
        byte[] curve = Arrays.copyOfRange(profile, (int) from, (int) to);
        return ProfileWriter.rgb(Primaries.SRGB, new ColourCurve(curve), "Grey in RGB", null);
      }
    }
    return null;
  }
}
