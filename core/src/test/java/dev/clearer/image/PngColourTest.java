package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a PNG says about its colours, in a PNG again and as a profile elsewhere. */
class PngColourTest {
  private static final int[] SRGB = {31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000};
  private static final int[] P3 = {31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000};

  @ParameterizedTest
  @ValueSource(strings = {"c09_gama45455_chrm_srgb.png", "c09_gama_1.0_linear16.png"})
  void colourChunksStayInAPng(String name) {
    byte[] file = Cases.bytes(name);
    byte[] again = ImageFiles.encode(Cases.read(name), FileFormat.PNG, 90);
    assertEquals(colourChunks(file), colourChunks(again));
    assertTrue(colourChunks(again).containsKey("gAMA"));
  }

  private static Map<String, String> colourChunks(byte[] png) {
    ByteBuffer in = ByteBuffer.wrap(png).position(8);
    Map<String, String> chunks = new TreeMap<>();
    while (in.hasRemaining()) {
      byte[] content = new byte[in.getInt()];
      byte[] type = new byte[4];
      in.get(type).get(content).getInt();
      String name = new String(type, ISO_8859_1);
      if (PngColour.CHUNKS.contains(name)) {
        chunks.put(name, java.util.HexFormat.of().formatHex(content));
      }
    }
    return chunks;
  }

  @ParameterizedTest
  @EnumSource(names = {"JPEG", "TIFF", "WEBP"})
  void elsewhereTheyBecomeAProfile(FileFormat format) {
    Picture linear = Cases.read("c09_gama_1.0_linear16.png");
    byte[] profile =
        ImageFiles.decode(ImageFiles.encode(linear, format, 90), "x", 10_000)
            .metadata()
            .iccProfile();
    // Half of the light is 188 of 255 in sRGB.
    assertColour(profile, new float[] {0.5f, 0.5f, 0.5f}, 0.7354f, 0.7354f, 0.7354f);
    assertColour(profile, new float[] {0.2140f, 0, 1}, 0.5f, 0, 1);
    Picture srgb = Cases.read("c09_gama45455_chrm_srgb.png");
    byte[] other =
        ImageFiles.decode(ImageFiles.encode(srgb, format, 90), "x", 10_000).metadata().iccProfile();
    assertColour(other, new float[] {0.8f, 0.5f, 0.3f}, 0.8f, 0.5f, 0.3f);
  }

  private static void assertColour(byte @Nullable [] profile, float[] samples, float... srgb) {
    assertNotNull(profile);
    ICC_ColorSpace space = new ICC_ColorSpace(ICC_Profile.getInstance(profile));
    assertArrayEquals(srgb, space.toRGB(samples), 0.006f);
  }

  @Test
  void theSrgbChunkBecomesTheProfileOfSrgb() {
    byte[] profile = profile(false, chunk("sRGB", 0));
    for (float level : new float[] {0, 0.02f, 0.1f, 0.4f, 0.9f, 1}) {
      assertColour(profile, new float[] {level, level / 2, 1 - level}, level, level / 2, 1 - level);
    }
  }

  @Test
  void primariesLieWhereTheyShould() {
    byte[] profile = profile(false, numbers("gAMA", 45455), numbers("cHRM", P3));
    // Display P3, as its published ICC profiles have it: red, green and blue under D50.
    assertXyz(profile, "rXYZ", 0.51512, 0.24120, -0.00105);
    assertXyz(profile, "gXYZ", 0.29198, 0.69225, 0.04189);
    assertXyz(profile, "bXYZ", 0.15710, 0.06657, 0.78407);
    byte[] srgb = profile(false, numbers("gAMA", 45455), numbers("cHRM", SRGB));
    assertXyz(srgb, "rXYZ", 0.43607, 0.22249, 0.01392);
    assertXyz(srgb, "gXYZ", 0.38515, 0.71687, 0.09708);
    assertXyz(srgb, "bXYZ", 0.14307, 0.06061, 0.71410);
  }

  private static void assertXyz(byte[] profile, String tag, double... expected) {
    ByteBuffer in = ByteBuffer.wrap(profile);
    int at = new String(profile, 128, 200, ISO_8859_1).indexOf(tag) + 128;
    int content = in.getInt(at + 4);
    for (int i = 0; i < 3; i++) {
      assertEquals(expected[i], in.getInt(content + 8 + 4 * i) / 65536.0, 3e-4, tag);
    }
  }

  /** ITU-T H.273's numbers. */
  @ParameterizedTest
  @CsvSource({
    "1, 13, 0.5, 0.5", // sRGB
    "12, 13, 0.5, 0.5", // Display P3
    "1, 8, 0.214, 0.5", // linear
    "1, 1, 0.5, 0.5455", // the curve of television is a little brighter
    "9, 14, 0.5, 0.5455", // BT.2020
    "1, 4, 0.5, 0.499",
    "9, 16, 0.58, 0.1523", // PQ: 202 of 10,000 candela
    "9, 18, 0.5, 0.3201" // HLG: a twelfth of the scene's light
  })
  void codesBecomeProfilesThatSayTheSame(int primaries, int curve, float level, float srgb) {
    byte[] profile = profile(false, chunk("cICP", primaries, curve, 0, 1), chunk("sRGB", 0));
    assertColour(profile, new float[] {level, level, level}, srgb, srgb, srgb);
    String text = new String(profile, ISO_8859_1);
    assertTrue(text.contains("cicp\0\0\0\0" + (char) primaries + (char) curve + "\0\1"));
  }

  @Test
  void cicpCountsBeforeIccBeforeSrgbBeforeGamma() {
    byte[] icc = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    PngChunk cicp = chunk("cICP", 1, 13, 0, 1);
    PngChunk srgb = chunk("sRGB", 0);
    PngChunk linear = numbers("gAMA", 100_000);
    float[] half = {0.5f, 0.5f, 0.5f};
    Metadata all = new Metadata(icc, null, null, null, null, List.of(linear, srgb, cicp));
    assertColour(PngColour.profile(all, false), half, half);
    Metadata withIcc = new Metadata(icc, null, null, null, null, List.of(linear, srgb));
    assertArrayEquals(icc, PngColour.profile(withIcc, false));
    assertColour(profile(false, linear, srgb), half, half);
    assertColour(profile(false, linear), half, 0.7354f, 0.7354f, 0.7354f);
    Metadata unknown =
        new Metadata(icc, null, null, null, null, List.of(chunk("cICP", 2, 2, 0, 1)));
    assertArrayEquals(icc, PngColour.profile(unknown, false), "2 is: not specified");
  }

  @Test
  void greysGetProfilesOfGreys() {
    byte[] profile = profile(true, numbers("gAMA", 100_000));
    ICC_Profile grey = ICC_Profile.getInstance(profile);
    assertEquals(ColorSpace.TYPE_GRAY, grey.getColorSpaceType());
    float[] rgb = new ICC_ColorSpace(grey).toRGB(new float[] {0.5f});
    assertEquals(0.7354, rgb[1], 0.006);
    Image image = Image.of(2, 1, new float[] {0.5f, 0.2f});
    Metadata metadata =
        new Metadata(null, null, null, null, null, List.of(numbers("gAMA", 100_000)));
    byte[] webp =
        ImageFiles.encode(
            new Picture(image, null, 8, metadata, null),
            FileFormat.WEBP,
            new Compression(90, true));
    byte[] coloured = ImageFiles.decode(webp, "x", 10).metadata().iccProfile();
    assertColour(coloured, new float[] {0.5f, 0.5f, 0.5f}, 0.7354f, 0.7354f, 0.7354f);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-5, 0", "45455, 1"})
  void chunksThatMakeNoSenseSayNothing(int gamma, int expected) {
    PngChunk[] chunks = {numbers("gAMA", gamma), numbers("cHRM", 1, 0, 0, 0, 0, 0, 0, 0)};
    Metadata metadata = new Metadata(null, null, null, null, null, List.of(chunks));
    byte[] profile = PngColour.profile(metadata, false);
    if (expected == 0) {
      assertNull(profile);
    } else {
      assertColour(profile, new float[] {0.5f, 0.5f, 0.5f}, 0.4985f, 0.4985f, 0.4985f);
    }
  }

  private static byte[] profile(boolean grey, PngChunk... chunks) {
    Metadata metadata = new Metadata(null, null, null, null, null, List.of(chunks));
    byte[] profile = PngColour.profile(metadata, grey);
    assertNotNull(
        profile, List.of(chunks).stream().map(PngChunk::type).collect(Collectors.joining()));
    return profile;
  }

  private static PngChunk chunk(String type, int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return new PngChunk(type, content);
  }

  private static PngChunk numbers(String type, int... numbers) {
    ByteBuffer content = ByteBuffer.allocate(4 * numbers.length);
    for (int number : numbers) {
      content.putInt(number);
    }
    return new PngChunk(type, content.array());
  }
}
