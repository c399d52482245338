package dev.clearer.evaluate;

import dev.clearer.Progress;
import dev.clearer.data.TestSet;
import dev.clearer.image.BlurMap;
import dev.clearer.image.ColourMap;
import dev.clearer.image.Image;
import dev.clearer.image.Resize;
import dev.clearer.report.Html;
import dev.clearer.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A report as a single-file web page with its tables and some pictures side by side. */
public final class Page {
  private static final List<String> RANKS =
      List.of("smallest gain", "lower quartile", "median gain", "upper quartile", "largest gain");
  private static final int OVERVIEW = 240;

  private final Report report;
  private final StringBuilder body = new StringBuilder();

  private Page(Report report) {
    this.report = report;
  }

  /**
   * Creates the page. The pictures that it shows are restored again.
   *
   * @param title names the test pictures
   */
  public static String html(Report report, String title, Progress progress) {
    Page page = new Page(report);
    page.body.append("<h1>").append(Html.escaped(title)).append("</h1>\n");
    page.tables();
    int groups = report.evaluation().groups().size();
    for (int i = 0; i < groups; i++) {
      page.pictures(
          report.evaluation().groups().get(i),
          progress.part(i / (double) groups, (i + 1) / (double) groups));
    }
    return PageFrame.around(title, page.body);
  }

  private void tables() {
    report.tables().forEach(table -> body.append(table.html()));
    body.append("<ul>\n");
    report.remarks().forEach(line -> body.append("<li>").append(Html.escaped(line)).append('\n'));
    body.append("</ul>\n");
  }

  private void pictures(TestSet.Group group, Progress progress) {
    String tested = report.roles().tested().name();
    body.append("<h2>").append(Html.escaped(group.title())).append("</h2>\n");
    List<Double> gains = gains(group);
    List<Integer> order = new ArrayList<>(IntStream.range(0, gains.size()).boxed().toList());
    order.sort(Comparator.comparing(gains::get));
    body.append(GainChart.svg(order.stream().map(gains::get).toList()));
    body.append(
        ("<p>Gain of %1$s over %2$s in dB, one bar per picture, sorted. Shown below: the"
                + " pictures with the smallest and the largest gain, the median and the quartiles."
                + " Each is cropped to the window (at most 128x128) in which %1$s and %2$s differ"
                + " most.</p>\n")
            .formatted(Html.escaped(tested), report.evaluation().baseline(group).name()));
    Scores scores = report.evaluation().scores(group, report.roles().tested());
    if (!scores.calibration.isEmpty()) {
      body.append(SparsificationChart.svg(scores.calibration));
    }
    List<Integer> places = places(order.size());
    for (int k = 0; k < places.size(); k++) {
      int index = order.get(places.get(k));
      String rank = places.size() == RANKS.size() ? RANKS.get(k) : "picture " + (k + 1);
      strip(group, CropStrip.of(report, group, index), rank, gains.get(index));
      progress.report((k + 1.0) / places.size());
    }
  }

  private List<Double> gains(TestSet.Group group) {
    List<Double> tested = report.evaluation().scores(group, report.roles().tested()).psnr();
    List<Double> bicubic =
        report.evaluation().scores(group, report.evaluation().baseline(group)).psnr();
    return IntStream.range(0, tested.size()).mapToObj(i -> tested.get(i) - bicubic.get(i)).toList();
  }

  /**
   * Indices of the ends, quartiles and median among {@code count} sorted values, without
   * duplicates.
   */
  static List<Integer> places(int count) {
    return IntStream.rangeClosed(0, 4)
        .map(quarter -> (int) Math.round(quarter * (count - 1) / 4.0))
        .distinct()
        .boxed()
        .toList();
  }

  private void strip(TestSet.Group group, CropStrip strip, String rank, double gain) {
    body.append("<section>\n");
    body.append(
        String.format(
            Locale.ROOT,
            "<h3>%s <small>%s, %+.2f dB</small></h3>\n<div class=\"crops\">\n",
            Html.escaped(strip.picture().name()),
            rank,
            gain));
    for (Method method : report.evaluation().methods(group)) {
      if (!method.name().equals("Lanczos")) {
        double psnr = report.evaluation().scores(group, method).psnr().get(strip.index());
        Image image = strip.restored().getOrDefault(method, strip.picture().sharp());
        crop(strip, image, method.name(), Table.number(2, psnr) + " dB");
      }
    }
    crop(strip, strip.picture().sharp(), "truth", "");
    body.append("</div>\n<div class=\"maps\">\n");
    overview(strip);
    maps(strip);
    body.append("</div>\n</section>\n");
  }

  private void crop(CropStrip strip, Image image, String name, String below) {
    body.append(
        ("<figure><img width=\"%d\" height=\"%d\" alt=\"%s\" src=\"%s\"><figcaption>%s"
                + " <span>%s</span></figcaption></figure>\n")
            .formatted(
                strip.window().width(),
                strip.window().height(),
                Html.escaped(name),
                Html.png(strip.window().of(image)),
                Html.escaped(name),
                below));
  }

  private void overview(CropStrip strip) {
    Image sharp = strip.picture().sharp();
    CropStrip.Window window = strip.window();
    String box =
        String.format(
            Locale.ROOT,
            "left: %.2f%%; top: %.2f%%; width: %.2f%%; height: %.2f%%",
            100.0 * window.x() / sharp.width(),
            100.0 * window.y() / sharp.height(),
            100.0 * window.width() / sharp.width(),
            100.0 * window.height() / sharp.height());
    body.append(
        ("<figure><div class=\"whole\"><img alt=\"the whole picture\""
                + " src=\"%s\"><div class=\"box\""
                + " style=\"%s\"></div></div><figcaption>truth, with the"
                + " window</figcaption></figure>\n")
            .formatted(Html.png(small(sharp)), box));
  }

  private void maps(CropStrip strip) {
    double largest = largestSigma();
    BlurMap truth = strip.picture().blurMap();
    if (truth != null) {
      map(truth, "true blur", largest);
    }
    BlurMap estimate = strip.blurMap();
    if (estimate != null) {
      map(estimate, "estimated by " + report.roles().tested().name(), largest);
    }
  }

  private double largestSigma() {
    return (report.evaluation().settings().kernelSize() - 1) / 4.0;
  }

  private void map(BlurMap map, String name, double largest) {
    body.append(
        "<figure><img alt=\"%s\" src=\"%s\">%s<figcaption>%s, sigma</figcaption></figure>\n"
            .formatted(
                Html.escaped(name),
                Html.png(small(ColourMap.colour(map, largest))),
                Html.colourScale(largest),
                Html.escaped(name)));
  }

  private static Image small(Image image) {
    return image.width() <= OVERVIEW
        ? image
        : Resize.bicubic(image, OVERVIEW, Math.max(1, image.height() * OVERVIEW / image.width()))
            .clamped();
  }
}
