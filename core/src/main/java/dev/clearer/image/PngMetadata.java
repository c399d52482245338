package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what the chunks of a PNG file say besides pixels, and makes such chunks. */
final class PngMetadata {
  private static final Set<String> TEXTS = Set.of("tEXt", "zTXt", "iTXt");
  private static final int MOST_TEXT = 1 << 20;
  private static final byte[] JPEG_PREFIX = "Exif\0\0".getBytes(ISO_8859_1);

  private byte @Nullable [] icc;
  private byte @Nullable [] exif;
  private byte @Nullable [] rawExif;
  private byte @Nullable [] xmp;
  private byte @Nullable [] iptc;
  private @Nullable Density density;
  private final List<PngChunk> chunks = new ArrayList<>();
  private int texts;

  /** Whether any of this program reads such a chunk. */
  static boolean isMetadata(String type) {
    return TEXTS.contains(type)
        || PngColour.CHUNKS.contains(type)
        || Set.of("iCCP", "eXIf", "pHYs").contains(type);
  }

  /** Takes a chunk in. */
  void add(PngChunk chunk) {
    switch (chunk.type()) {
      case "iCCP" -> icc = profile(chunk.content());
      case "eXIf" -> exif = chunk.content();
      case "pHYs" -> density = Density.ofPhysical(chunk.content());
      case "tEXt", "zTXt", "iTXt" -> addText(chunk);
      default -> chunks.add(chunk);
    }
  }

  private void addText(PngChunk chunk) {
    PngText text = PngText.of(chunk);
    if (text == null) {
      return;
    }
    String kind = text.keyword().startsWith(PngText.RAW) ? text.keyword().substring(17) : "";
    if (text.keyword().equals(PngText.XMP)) {
      xmp = text.text();
    } else if (kind.equals("iptc") || kind.equals("8bim")) {
      text.raw().ifPresent(this::addIptc);
    } else if (kind.equals("exif") || kind.equals("APP1")) {
      text.raw().ifPresent(this::addExif);
    } else if (kind.equals("xmp")) {
      xmp = xmp == null ? text.raw().orElse(null) : xmp;
    } else if (kind.isEmpty() && texts + chunk.content().length <= MOST_TEXT) {
      texts += chunk.content().length;
      chunks.add(chunk);
    }
  }

  /** Either records alone or among Photoshop's resources. */
  private void addIptc(byte[] block) {
    iptc = block[0] == '8' ? Photoshop.of(block).iptc() : block;
  }

  private void addExif(byte[] block) {
    boolean prefixed =
        block.length > 6 && Arrays.equals(block, 0, 6, JPEG_PREFIX, 0, JPEG_PREFIX.length);
    rawExif = prefixed ? Arrays.copyOfRange(block, 6, block.length) : block;
  }

  /** A profile that is damaged or larger than any real one is left out: the pixels are fine. */
  private static byte @Nullable [] profile(byte[] content) {
    int name = 0;
    while (name < content.length && content[name] != 0) {
      name++;
    }
    return name + 2 >= content.length ? null : PngText.inflated(content, name + 2);
  }

  /** All that was taken in. */
  Metadata gathered() {
    byte[] block = exif == null ? rawExif : exif;
    Density told = density == null ? Exif.density(block) : density;
    return new Metadata(icc, block, xmp, iptc, told, List.copyOf(chunks));
  }

  /** The chunks that say the same, to stand behind a header. */
  static byte[] chunks(Metadata metadata) {
    List<PngChunk> chunks = new ArrayList<>(metadata.pngChunks());
    byte[] icc = metadata.iccProfile();
    if (icc != null) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      content.writeBytes("ICC profile\0\0".getBytes(ISO_8859_1));
      content.writeBytes(PngFile.deflated(icc));
      chunks.add(new PngChunk("iCCP", content.toByteArray()));
    }
    if (metadata.density() != null) {
      chunks.add(metadata.density().physical());
    }
    if (metadata.exif() != null) {
      chunks.add(new PngChunk("eXIf", metadata.exif()));
    }
    if (metadata.xmp() != null) {
      chunks.add(PngText.xmp(metadata.xmp()));
    }
    if (metadata.iptc() != null) {
      chunks.add(PngText.iptc(metadata.iptc()));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    chunks.forEach(chunk -> out.writeBytes(chunk.bytes()));
    return out.toByteArray();
  }
}
