package dev.clearer.service;

import dev.clearer.data.BuiltSet;
import dev.clearer.image.BlurMap;
import dev.clearer.image.ColourMap;
import dev.clearer.image.FileFormat;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import dev.clearer.image.Resize;
import dev.clearer.report.Html;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The HTML of a {@link ContactSheet}, with embedded pictures and without scripts. */
final class SheetPage {
  /** Maximum width of a picture; wider ones are scaled down. */
  private static final int MAX_WIDTH = 640;

  private static final String STYLE =
      """
      body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem; color: #222; background: #fff }
      h1, h2 { font-weight: 600; margin: 1.5rem 0 .5rem }
      .row { display: flex; gap: 8px; margin-bottom: 16px }
      figure { flex: 1 1 0; min-width: 0; margin: 0 }
      img { width: 100%; display: block }
      .low { image-rendering: pixelated }
      figcaption, p { color: #555; margin: 0 }
      .scale { height: 10px; margin-top: 4px }
      .ticks { display: flex; justify-content: space-between; color: #555 }
      .class { display: inline-block; white-space: nowrap }
      .swatch { display: inline-block; width: 10px; height: 10px; margin: 0 4px 0 8px }
      @media (max-width: 700px) { .row { flex-wrap: wrap } figure { flex-basis: 45% } }
      """;

  private final StringBuilder body = new StringBuilder();
  private final double largestSigma;
  private final LabelScheme labels;
  private String title = "";

  SheetPage(double largestSigma, LabelScheme labels) {
    this.largestSigma = largestSigma;
    this.labels = labels;
  }

  void title(String name, String summary) {
    title = name;
    body.append("<h1>%s</h1>\n<p>%s</p>\n".formatted(Html.escaped(name), Html.escaped(summary)));
  }

  /** Adds a heading and a row for each pair. */
  void group(String name, List<BuiltSet.Pair> pairs, int all) {
    body.append(
        "<h2>%s</h2>\n<p>%d of %d pairs</p>\n".formatted(Html.escaped(name), pairs.size(), all));
    pairs.forEach(this::row);
  }

  private void row(BuiltSet.Pair pair) {
    Image sharp = ImageFiles.read(pair.sharp()).colour();
    Image low = ImageFiles.read(pair.lowResolution()).colour();
    BlurMap blurMap = MapFiles.readBlur(pair.blurMap());
    body.append("<div class=\"row\">\n");
    figure(jpeg(narrow(sharp)), "", pair.name() + ", GT " + size(sharp), "");
    figure(Html.png(low), "low", "LR " + size(low), "");
    figure(
        Html.png(narrow(ColourMap.colour(blurMap, largestSigma))),
        "",
        blurCaption(blurMap),
        Html.colourScale(largestSigma));
    if (pair.labels() != null) {
      LabelMap classes = narrow(labels.form().read(pair.labels()));
      figure(Html.png(ColourMap.colour(classes)), "low", "semantics", legend(classes));
    }
    body.append("</div>\n");
  }

  private void figure(String source, String style, String caption, String below) {
    body.append(
        "<figure><img class=\"%s\" alt=\"%s\" src=\"%s\">%s<figcaption>%s</figcaption></figure>\n"
            .formatted(style, Html.escaped(caption), source, below, Html.escaped(caption)));
  }

  private static String size(Image image) {
    return image.width() + "x" + image.height();
  }

  private static String blurCaption(BlurMap map) {
    float smallest = Float.MAX_VALUE;
    float largest = 0;
    for (float sigma : map.sigma()) {
      smallest = Math.min(smallest, sigma);
      largest = Math.max(largest, sigma);
    }
    return String.format(
        Locale.ROOT, "blur map: sigma in pixels of GT, here %.1f to %.1f", smallest, largest);
  }

  /** The classes of the picture, the most frequent ones first. */
  private String legend(LabelMap map) {
    int[] counts = new int[256];
    for (byte label : map.classes()) {
      counts[label & 0xff]++;
    }
    Set<Integer> present =
        new TreeSet<>(
            (a, b) -> counts[a] == counts[b] ? a - b : Integer.compare(counts[b], counts[a]));
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        present.add(i);
      }
    }
    StringBuilder legend = new StringBuilder("<div>");
    for (int index : present) {
      legend.append(
          "<span class=\"class\"><span class=\"swatch\" style=\"background: %s\"></span>%s</span>"
              .formatted(colour(ColourMap.ofClass(index)), Html.escaped(labels.name(index))));
    }
    return legend.append("</div>").toString();
  }

  private static String colour(int rgb) {
    return String.format("#%06x", rgb);
  }

  private static Image narrow(Image image) {
    return image.width() <= MAX_WIDTH
        ? image
        : Resize.bicubic(image, MAX_WIDTH, Math.max(1, image.height() * MAX_WIDTH / image.width()));
  }

  private static LabelMap narrow(LabelMap map) {
    return map.width() <= MAX_WIDTH
        ? map
        : Resize.nearest(map, MAX_WIDTH, Math.max(1, map.height() * MAX_WIDTH / map.width()));
  }

  private static String jpeg(Image image) {
    return "data:image/jpeg;base64,"
        + base64(ImageFiles.encode(Picture.of(image), FileFormat.JPEG, 90));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  String html() {
    return Html.page(title, STYLE, body);
  }
}
