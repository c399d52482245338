package dev.clearer.evaluate;

import dev.clearer.data.TestSet;
import dev.clearer.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The tables of a finished evaluation. */
public final class Report {
  private final Evaluation evaluation;
  private final Roles roles;

  /**
   * The methods that are compared with all others.
   *
   * @param tested the method that the evaluation is about
   * @param informed the same method given the true blur, the upper bound
   * @param control a model with the same training whose restorer gets no maps
   */
  public record Roles(Method tested, Optional<Method> informed, Optional<Method> control) {}

  /** Creates a report; {@code roles} are methods of the evaluation. */
  public Report(Evaluation evaluation, Roles roles) {
    this.evaluation = evaluation;
    this.roles = roles;
  }

  /** All tables in Markdown. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    tables().forEach(table -> text.append(table.markdown()));
    remarks().forEach(remark -> text.append("- ").append(remark).append("\n"));
    return text.toString();
  }

  Evaluation evaluation() {
    return evaluation;
  }

  Roles roles() {
    return roles;
  }

  List<Table> tables() {
    List<Table> tables = new ArrayList<>(List.of(means()));
    bands().ifPresent(tables::add);
    calibrations().ifPresent(tables::add);
    tables.add(differences(roles.tested()));
    return tables;
  }

  /** Empty if no method estimates an uncertainty. */
  private Optional<Table> calibrations() {
    Table table =
        new Table(
            "Uncertainty of the blur compared with its true error",
            2,
            "group",
            "method",
            "within 1 scale",
            "within 2 scales",
            "MAE (px)",
            "MAE of the most certain half (px)",
            "sparsification error");
    int rows = 0;
    for (TestSet.Group group : evaluation.groups()) {
      for (Method method : evaluation.methods(group)) {
        Calibration calibration = evaluation.scores(group, method).calibration;
        if (!calibration.isEmpty()) {
          double[] curve = calibration.byUncertainty();
          table.row(
              List.of(
                  group.title(),
                  method.name(),
                  Table.number(1, 100 * calibration.within(1)) + " %",
                  Table.number(1, 100 * calibration.within(2)) + " %",
                  Table.number(3, curve[0]),
                  Table.number(3, curve[curve.length / 2]),
                  Table.number(3, calibration.sparsificationError())));
          rows++;
        }
      }
    }
    return rows == 0 ? Optional.empty() : Optional.of(table);
  }

  private Table means() {
    Table table =
        new Table(
            "Means over the pictures",
            2,
            "group",
            "method",
            "PSNR-Y (dB)",
            "SSIM-Y",
            "NIQE",
            "blur MAE (px)",
            "near jumps (px)",
            "blur PSNR (dB)",
            "blur SSIM",
            "Spearman",
            "over all pixels",
            "noise error",
            "mIoU",
            "s per picture",
            "peak MB");
    for (TestSet.Group group : evaluation.groups()) {
      for (Method method : evaluation.methods(group)) {
        Scores scores = evaluation.scores(group, method);
        table.row(
            List.of(
                group.title(),
                method.name(),
                Table.number(3, Scores.mean(scores.psnr())),
                Table.number(4, Scores.mean(scores.ssim())),
                Table.number(2, scores.niqe.value()),
                Table.number(3, scores.blurError.value()),
                Table.number(3, scores.jumpError.value()),
                Table.number(2, scores.blurPsnr.value()),
                Table.number(3, scores.blurSsim.value()),
                Table.number(3, scores.blurRank.value()),
                Table.number(3, scores.blurRanks.correlation()),
                Table.number(2, scores.noiseError.value()),
                Table.number(3, scores.iou()),
                Table.number(3, scores.seconds.value()),
                Table.number(0, scores.peakBytes() / (1 << 20))));
      }
    }
    return table;
  }

  /** Empty if the true blur is not known. */
  private Optional<Table> bands() {
    List<Integer> present =
        IntStream.range(0, BandErrors.NAMES.size()).filter(this::isPresent).boxed().toList();
    if (present.isEmpty()) {
      return Optional.empty();
    }
    List<String> header = new ArrayList<>(List.of("group", "method"));
    present.forEach(band -> header.add("sigma " + BandErrors.NAMES.get(band)));
    Table table =
        new Table(
            "PSNR-Y (dB) over all pixels whose true blur is in a band",
            2,
            header.toArray(String[]::new));
    for (TestSet.Group group : evaluation.groups()) {
      for (Method method : evaluation.methods(group)) {
        BandErrors bands = evaluation.scores(group, method).bands;
        List<String> cells = new ArrayList<>(List.of(group.title(), method.name()));
        present.forEach(band -> cells.add(Table.number(2, bands.psnr(band))));
        table.row(cells);
      }
      table.row(shares(group, present));
    }
    return Optional.of(table);
  }

  private boolean isPresent(int band) {
    return evaluation.groups().stream()
        .anyMatch(
            group -> evaluation.scores(group, evaluation.baseline(group)).bands.pixels(band) > 0);
  }

  private List<String> shares(TestSet.Group group, List<Integer> present) {
    BandErrors bands = evaluation.scores(group, evaluation.baseline(group)).bands;
    List<String> cells = new ArrayList<>(List.of(group.title(), "(share of the pixels)"));
    present.forEach(band -> cells.add(Table.number(1, 100 * bands.share(band)) + " %"));
    return cells;
  }

  private Table differences(Method tested) {
    Table table =
        new Table(
            tested.name() + " minus another method, on the same pictures [95 % confidence]",
            2,
            "group",
            "minus",
            "PSNR-Y (dB)",
            "SSIM-Y",
            "better on");
    for (TestSet.Group group : evaluation.groups()) {
      Scores own = evaluation.scores(group, tested);
      for (Method method : evaluation.methods(group)) {
        if (!method.equals(tested)) {
          table.row(difference(group, method, own));
        }
      }
    }
    return table;
  }

  private List<String> difference(TestSet.Group group, Method method, Scores own) {
    Scores other = evaluation.scores(group, method);
    PairedDifference psnr = PairedDifference.of(own.psnr(), other.psnr());
    PairedDifference ssim = PairedDifference.of(own.ssim(), other.ssim());
    return List.of(
        group.title(),
        method.name(),
        interval(psnr, 3),
        interval(ssim, 4),
        "%d of %d".formatted(psnr.better(), psnr.pictures()));
  }

  private static String interval(PairedDifference difference, int digits) {
    String format = "%+." + digits + "f";
    String mean = String.format(Locale.ROOT, format, difference.mean());
    return difference.pictures() < 2
        ? mean
        : mean
            + String.format(
                Locale.ROOT,
                " [" + format + ", " + format + "]",
                difference.low(),
                difference.high());
  }

  /** Remarks for the reader of the tables, one sentence each. */
  List<String> remarks() {
    MeasureSettings settings = evaluation.settings();
    List<String> remarks = new ArrayList<>();
    for (TestSet.Group group : evaluation.groups()) {
      gap(group).ifPresent(remarks::add);
    }
    remarks.add(
        String.format(
            Locale.ROOT,
            "Pictures: %s. PSNR-Y and SSIM-Y ignore a border of %d pixels.",
            String.join(
                ", ",
                evaluation.groups().stream()
                    .map(group -> evaluation.count(group) + " " + group.title())
                    .toList()),
            settings.border()));
    remarks.add(
        String.format(
            Locale.ROOT,
            "Spearman's correlation is the mean of the pictures' own values;"
                + " \"over all pixels\" pools the pixels of a group. Sigma is in pixels"
                + " of the sharp picture; PSNR and SSIM of blur are computed after"
                + " division by %s.",
            Table.number(2, (settings.kernelSize() - 1) / 4.0)));
    return remarks;
  }

  /** The gain of the blind model as a share of the gain of knowing the blur. */
  private Optional<String> gap(TestSet.Group group) {
    if (roles.informed().isEmpty() || roles.control().isEmpty()) {
      return Optional.empty();
    }
    double control = psnr(group, roles.control().get());
    double gained = psnr(group, roles.tested()) - control;
    double possible = psnr(group, roles.informed().get()) - control;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%1$s: %6$s gains %7$+.3f dB over %2$s (%3$.3f dB); %4$s gains %5$+.3f dB%8$s.",
            group.title(),
            roles.control().get().name(),
            control,
            roles.informed().get().name(),
            possible,
            roles.tested().name(),
            gained,
            possible > 0
                ? String.format(
                    Locale.ROOT,
                    ", so %.0f %% of the possible gain is reached",
                    100 * gained / possible)
                : ""));
  }

  private double psnr(TestSet.Group group, Method method) {
    return Scores.mean(evaluation.scores(group, method).psnr());
  }
}
