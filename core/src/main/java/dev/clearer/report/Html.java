package dev.clearer.report;

import dev.clearer.image.ColourMap;
import dev.clearer.image.FileFormat;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Picture;
import java.util.Base64;
import java.util.Locale;

/** Parts of pages that need no other file and no script. */
public final class Html {
  private static final int STOPS = 10;

  private Html() {}

  /** A whole page; {@code title} is plain text, {@code style} CSS and {@code body} HTML. */
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

  /** Text as it may stand between tags and in attributes. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** The picture as a data URI, without loss. */
  public static String png(Image image) {
    return "data:image/png;base64,"
        + Base64.getEncoder()
            .encodeToString(ImageFiles.encode(Picture.of(image), FileFormat.PNG, 100));
  }

  /** The colours of {@link ColourMap} from 0 to {@code largestSigma}, with ticks under them. */
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
