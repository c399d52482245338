package dev.clearer.report;

import dev.clearer.image.ColourMap;
import dev.clearer.image.FileFormat;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Picture;
import java.util.Base64;
import java.util.Locale;

/** Builds self-contained HTML pages without scripts. */
public final class Html {
  private static final int STOPS = 10;

  private Html() {}

  /**
   * Returns a complete page; {@code title} is plain text, {@code style} CSS and {@code body} HTML.
   */
  public static String page(String title, String style, CharSequence body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        %s</body>
        </html>
        """
        .formatted(escaped(title), style, body);
  }

  /** Escapes text for use between tags and in attributes. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Encodes a picture as a data URI (PNG, lossless). */
  public static String png(Image image) {
    return "data:image/png;base64,"
        + Base64.getEncoder()
            .encodeToString(ImageFiles.encode(Picture.of(image), FileFormat.PNG, 100));
  }

  /** A colour scale of {@link ColourMap} from 0 to {@code largestSigma}, with tick labels. */
  public static String colourScale(double largestSigma) {
    StringBuilder stops = new StringBuilder();
    for (int i = 0; i < STOPS; i++) {
      int colour = ColourMap.at(i / (STOPS - 1.0));
      stops.append(i == 0 ? "" : ", ").append(String.format("#%06x", colour));
    }
    return String.format(
        Locale.ROOT,
        "<div class=\"scale\" style=\"background: linear-gradient(90deg, %s)\"></div>"
            + "<div class=\"ticks\"><span>0</span><span>%.1f</span><span>%.0f px</span></div>",
        stops,
        largestSigma / 2,
        largestSigma);
  }
}
