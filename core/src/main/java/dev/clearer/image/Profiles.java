package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/** ICC profiles: which of them may go into a file. */
final class Profiles {
  private static final int HEADER = 128;

  private Profiles() {}

  /** The profile if it is one of the picture's kind, grey or RGB (ICC.1 7.2); null otherwise. */
  static byte @Nullable [] fitting(byte @Nullable [] profile, Image colour) {
    if (profile == null || profile.length < HEADER) {
      return null;
    }
    String kind = colour.channels() == 1 ? "GRAY" : "RGB ";
    boolean fits =
        new String(profile, 16, 4, ISO_8859_1).equals(kind)
            && new String(profile, 36, 4, ISO_8859_1).equals("acsp");
    return fits ? profile : null;
  }
}
