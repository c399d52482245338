package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * XMP packets (ISO 16684-1): kept as they are but for what is no longer true of the picture.
 * Properties are changed as text, so that everything else stays as it was, byte for byte.
 */
final class Xmp {
  /** What an attribute or an element of a property has before its value. */
  private static final String BEFORE = "((?:\\s*=\\s*[\"'])|(?:\\s*>\\s*))";

  private static final Pattern ORIENTATION = property("tiff:Orientation", "\\d+");
  private static final Pattern MOVING =
      property("GCamera:(?:MotionPhoto|MicroVideo)", "\\d+"); // the film is not carried along
  private static final Pattern WIDTH = property("(?:tiff:ImageWidth|exif:PixelXDimension)", "\\d+");
  private static final Pattern HEIGHT =
      property("(?:tiff:ImageLength|exif:PixelYDimension)", "\\d+");
  private static final Pattern THUMBNAILS =
      Pattern.compile("<xmp:Thumbnails\\b.*?</xmp:Thumbnails>", Pattern.DOTALL);
  private static final Pattern EXTENDED =
      Pattern.compile(
          "\\s+xmpNote:HasExtendedXMP\\s*=\\s*(?:\"[^\"]*\"|'[^']*')"
              + "|<xmpNote:HasExtendedXMP>[^<]*</xmpNote:HasExtendedXMP>");
  private static final Pattern CONTENT =
      Pattern.compile("<rdf:RDF\\b[^>]*>(.*)</rdf:RDF>", Pattern.DOTALL);
  private static final Pattern SCHEMA =
      Pattern.compile("(xmlns:[\\w.-]+)\\s*=\\s*(?:\"[^\"]*\"|'[^']*')");
  private static final Pattern WRAPPER = Pattern.compile("<\\?xpacket[^>]*\\?>");
  private static final Pattern PADDING = Pattern.compile("\\s{64,}(?=<\\?xpacket end)");

  private Xmp() {}

  private static Pattern property(String name, String value) {
    return Pattern.compile("(" + name + BEFORE + ")" + value);
  }

  /** The packet of a picture that was turned upright and of which nothing else is kept. */
  static byte @Nullable [] upright(byte @Nullable [] packet) {
    if (packet == null) {
      return null;
    }
    String text = ORIENTATION.matcher(text(packet)).replaceAll("$11");
    text = MOVING.matcher(text).replaceAll("$10");
    return THUMBNAILS.matcher(text).replaceAll("").getBytes(ISO_8859_1);
  }

  /** The packet of a picture of another size. */
  static byte @Nullable [] sized(byte @Nullable [] packet, int width, int height) {
    if (packet == null) {
      return null;
    }
    String text = WIDTH.matcher(text(packet)).replaceAll("$1" + "\\" + width);
    return HEIGHT.matcher(text).replaceAll("$1" + "\\" + height).getBytes(ISO_8859_1);
  }

  /** UTF-8 as one character a byte: the names and numbers that are changed are all ASCII. */
  private static String text(byte[] packet) {
    boolean big = packet.length > 3 && packet[0] == 0 && packet[1] != 0;
    boolean little = packet.length > 3 && packet[1] == 0 && packet[0] != 0;
    boolean marked = packet.length > 3 && (packet[0] & 0xff) >= 0xfe;
    if (big || (marked && (packet[0] & 0xff) == 0xfe)) {
      return new String(new String(packet, UTF_16BE).getBytes(UTF_8), ISO_8859_1);
    } else if (little || marked) {
      return new String(new String(packet, UTF_16LE).getBytes(UTF_8), ISO_8859_1);
    }
    return new String(packet, ISO_8859_1);
  }

  /**
   * A packet that was too large for one segment of a JPEG, put together again.
   *
   * @return {@code main} without a word of the rest, if the two do not fit together
   */
  static byte[] joined(byte[] main, byte @Nullable [] rest) {
    String alone = EXTENDED.matcher(text(main)).replaceAll("");
    Matcher content = CONTENT.matcher(rest == null ? "" : text(rest));
    int end = alone.lastIndexOf("</rdf:RDF>");
    int start = alone.indexOf("<rdf:RDF") + "<rdf:RDF".length();
    if (rest != null && start >= "<rdf:RDF".length() && end >= start && content.find()) {
      String names = namesBefore(content.start(1), text(rest), alone);
      String both =
          alone.substring(0, start)
              + names
              + alone.substring(start, end)
              + content.group(1)
              + alone.substring(end);
      if (isXml(both.getBytes(ISO_8859_1))) {
        return both.getBytes(ISO_8859_1);
      }
    }
    return alone.getBytes(ISO_8859_1);
  }

  /** The names of schemas that a packet declares for all of its content, but another does not. */
  private static String namesBefore(int end, String packet, String other) {
    StringBuilder names = new StringBuilder();
    Matcher name = SCHEMA.matcher(packet.substring(0, end));
    while (name.find()) {
      boolean known =
          other.contains(name.group(1) + "=") || names.indexOf(name.group(1) + "=") >= 0;
      names.append(known ? "" : " " + name.group());
    }
    return names.toString();
  }

  /** The packet without the room that it leaves for changes. */
  static byte[] tight(byte[] packet) {
    return PADDING.matcher(text(packet)).replaceAll("\n").getBytes(ISO_8859_1);
  }

  /** What is inside the packet's wrapper. */
  static byte[] unwrapped(byte[] packet) {
    return WRAPPER.matcher(text(packet)).replaceAll("").strip().getBytes(ISO_8859_1);
  }

  /** A packet that says only by which name the extended one goes. */
  static byte[] pointingAt(String name) {
    return """
    <?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
    <x:xmpmeta xmlns:x="adobe:ns:meta/">
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="" xmlns:xmpNote="http://ns.adobe.com/xmp/note/"
     xmpNote:HasExtendedXMP="%s"/>
    </rdf:RDF>
    </x:xmpmeta>
    <?xpacket end="w"?>"""
        .formatted(name)
        .getBytes(UTF_8);
  }

  private static boolean isXml(byte[] text) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setNamespaceAware(true);
      DocumentBuilder parser = factory.newDocumentBuilder();
      parser.setErrorHandler(new DefaultHandler()); // which throws and prints nothing
      return parser.parse(new ByteArrayInputStream(text)).getDocumentElement() != null;
    } catch (SAXException | IOException e) {
      return false;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }
}
