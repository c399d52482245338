package dev.clearer.app;

import dev.clearer.image.Compression;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters for options that are numbers with a unit or a range. */
final class Quantities {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)([KMGT])(?:I?B)?", Pattern.CASE_INSENSITIVE);

  private Quantities() {}

  /** A size such as 500M or 1.5G, in bytes (powers of 1024). */
  static final class Bytes implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      Matcher size = SIZE.matcher(text);
      if (!size.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is not a memory size: write it like 500M or 2G");
      }
      int power = 1 + "KMGT".indexOf(size.group(2).toUpperCase(Locale.ROOT));
      BigDecimal bytes =
          new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1024).pow(power));
      if (bytes.signum() <= 0 || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
        throw new TypeConversionException("'" + text + "' is out of range: write it like 2G");
      }
      return bytes.longValue();
    }
  }

  /** A scale, 1 to 4. */
  static final class Scale implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("[1-4]")) {
        throw new TypeConversionException(
            "'" + text + "' is not a valid scale: choose 1, 2, 3 or 4");
      }
      return Integer.valueOf(text);
    }
  }

  /** Width and height of a picture. */
  record Pixels(int width, int height) {}

  /** A size of at most 9999x9999 pixels, such as 640x480. */
  static final class Size implements ITypeConverter<Pixels> {
    @Override
    public Pixels convert(String text) {
      if (!text.matches("[1-9]\\d{0,3}x[1-9]\\d{0,3}")) {
        throw new TypeConversionException(
            "'" + text + "' is not a picture size: write it like 640x480");
      }
      int cross = text.indexOf('x');
      return new Pixels(
          Integer.parseInt(text.substring(0, cross)), Integer.parseInt(text.substring(cross + 1)));
    }
  }

  /** A number from 1 to 999. */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("[1-9]\\d{0,2}")) {
        throw new TypeConversionException("'" + text + "' is not a number from 1 to 999");
      }
      return Integer.valueOf(text);
    }
  }

  /** A positive number of megapixels, converted to pixels. */
  static final class Megapixels implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      if (!text.matches("\\d{1,4}(\\.\\d{1,6})?") || new BigDecimal(text).signum() == 0) {
        throw new TypeConversionException(
            "'" + text + "' is not a number of megapixels: write one from 0.000001 to 9999");
      }
      return new BigDecimal(text).movePointRight(6).longValueExact();
    }
  }

  /** A compression quality from 1 to 100, or the word lossless. */
  static final class Quality implements ITypeConverter<Compression> {
    @Override
    public Compression convert(String text) {
      if (text.equalsIgnoreCase("lossless")) {
        return new Compression(Compression.FINE.quality(), true);
      } else if (!text.matches("[1-9]\\d?|100")) {
        throw new TypeConversionException(
            "'" + text + "' is not a quality: write a number from 1 to 100, or lossless");
      }
      return new Compression(Integer.parseInt(text), false);
    }
  }
}
