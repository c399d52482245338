package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
}
