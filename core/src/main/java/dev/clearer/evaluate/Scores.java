package dev.clearer.evaluate;

import dev.clearer.measure.BlurRanks;
import dev.clearer.measure.ConfusionMatrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results of one method on the pictures of one group. */
final class Scores {
  final Mean blurError = new Mean();
  final Mean jumpError = new Mean();
  final Mean blurPsnr = new Mean();
  final Mean blurSsim = new Mean();
  final Mean blurRank = new Mean();
  final BlurRanks blurRanks = new BlurRanks();
  final Calibration calibration = new Calibration();
  final Mean noiseError = new Mean();
  final Mean niqe = new Mean();
  final Mean seconds = new Mean();
  final BandErrors bands = new BandErrors();

  private final List<Double> psnr = new ArrayList<>();
  private final List<Double> ssim = new ArrayList<>();
  private @Nullable ConfusionMatrix semantics;
  private double peakBytes = Double.NaN;

  void add(Measurement values) {
    psnr.add(values.psnr());
    ssim.add(values.ssim());
    blurError.add(values.blur().error());
    jumpError.add(values.blur().jumps());
    blurPsnr.add(values.blur().psnr());
    blurSsim.add(values.blur().ssim());
    blurRank.add(values.blur().rank());
    blurRanks.add(values.blur().ranks());
    calibration.add(values.blur().calibration());
    noiseError.add(values.noise());
    niqe.add(values.niqe());
    seconds.add(values.seconds());
    bands.add(values.bands());
    if (values.peakBytes() > 0) {
      peakBytes =
          Double.isNaN(peakBytes) ? values.peakBytes() : Math.max(peakBytes, values.peakBytes());
    }
    if (semantics == null) {
      semantics = values.semantics();
    } else if (values.semantics() != null) {
      semantics.add(values.semantics());
    }
  }

  /** PSNR-Y of every picture in dB. */
  List<Double> psnr() {
    return psnr;
  }

  /** SSIM-Y of every picture. */
  List<Double> ssim() {
    return ssim;
  }

  /** Mean intersection over union of all pictures together; NaN without labels. */
  double iou() {
    return semantics == null ? Double.NaN : semantics.meanIntersectionOverUnion();
  }

  /** Peak memory of the process for any picture; NaN if unknown. */
  double peakBytes() {
    return peakBytes;
  }

  static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** A running mean that ignores values that are not finite. */
  static final class Mean {
    private double sum;
    private long count;

    void add(double value) {
      if (Double.isFinite(value)) {
        sum += value;
        count++;
      }
    }

    double value() {
      return count == 0 ? Double.NaN : sum / count;
    }
  }
}
