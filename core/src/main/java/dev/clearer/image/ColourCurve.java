package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.function.DoubleUnaryOperator;

/**
 * How the samples of a picture become light, as a tag of an ICC profile (ICC.1:2022, 10.6 and
 * 10.18).
 *
 * @param tag the tag's content
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ColourCurve(byte[] tag) {
  private static final int STEPS = 4096;

  /** Light is the sample to the power of {@code gamma}. */
  static ColourCurve power(double gamma) {
    return parametric(0, gamma);
  }

  /** The curve of sRGB (IEC 61966-2-1). */
  static ColourCurve srgb() {
    return parametric(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045);
  }

  /** The curve of high-definition television (ITU-R BT.709), and of BT.601 and BT.2020. */
  static ColourCurve television() {
    return parametric(3, 1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081);
  }

  /** The perceptual quantiser (SMPTE ST 2084), where 1 is 10,000 candela per square metre. */
  static ColourCurve perceptualQuantiser() {
    double m1 = 2610 / 16384.0;
    double m2 = 2523 / 32.0;
    double c1 = 3424 / 4096.0;
    double c2 = 2413 / 128.0;
    double c3 = 2392 / 128.0;
    return table(
        value -> {
          double power = Math.pow(value, 1 / m2);
          return Math.pow(Math.max(0, power - c1) / (c2 - c3 * power), 1 / m1);
        });
  }

  /** Hybrid log-gamma (ARIB STD-B67), where 1 is the brightest light of the scene. */
  static ColourCurve hybridLogGamma() {
    double a = 0.17883277;
    double b = 1 - 4 * a;
    double c = 0.5 - a * Math.log(4 * a);
    return table(value -> value <= 0.5 ? value * value / 3 : (Math.exp((value - c) / a) + b) / 12);
  }

  private static ColourCurve parametric(int type, double... numbers) {
    ByteBuffer out = ByteBuffer.allocate(12 + 4 * numbers.length);
    out.put("para".getBytes(ISO_8859_1)).putInt(0).putShort((short) type).putShort((short) 0);
    for (double number : numbers) {
      out.putInt((int) Math.round(number * 65536));
    }
    return new ColourCurve(out.array());
  }

  private static ColourCurve table(DoubleUnaryOperator light) {
    ByteBuffer out = ByteBuffer.allocate(12 + 2 * STEPS);
    out.put("curv".getBytes(ISO_8859_1)).putInt(0).putInt(STEPS);
    for (int i = 0; i < STEPS; i++) {
      double value = light.applyAsDouble(i / (STEPS - 1.0));
      out.putShort((short) Math.round(65535 * Math.min(1, Math.max(0, value))));
    }
    return new ColourCurve(out.array());
  }
}
