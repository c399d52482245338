package dev.clearer.image;

import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.TruncatedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's array format: two-dimensional arrays (further dimensions of length 1 are ignored) of
 * integers or floating-point numbers of 8 to 64 bits. Pickled objects are refused.
 */
final class NpyFile {
  /** The first bytes, as Latin-1. */
  static final String MAGIC = "\u0093NUMPY";

  private static final int LONGEST_HEADER = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([fiub])([1248])'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d\\s,]{1,99})\\)");

  private NpyFile() {}

  /** The type of an array's elements. */
  private record Type(ByteOrder order, char kind, int octets) {
    float next(ByteBuffer bytes) {
      return switch (kind) {
        case 'f' -> floating(bytes);
        case 'i' -> (float) integer(bytes);
        default -> (float) unsigned(bytes);
      };
    }

    private float floating(ByteBuffer bytes) {
      return switch (octets) {
        case 2 -> TiffNumbers.half(bytes.getShort());
        case 4 -> bytes.getFloat();
        default -> (float) bytes.getDouble();
      };
    }

    private long integer(ByteBuffer bytes) {
      return switch (octets) {
        case 1 -> bytes.get();
        case 2 -> bytes.getShort();
        case 4 -> bytes.getInt();
        default -> bytes.getLong();
      };
    }

    private double unsigned(ByteBuffer bytes) {
      long value = integer(bytes);
      if (octets == Long.BYTES) {
        return value >= 0 ? value : value + 0x1p64;
      }
      return value & ((1L << (8 * octets)) - 1);
    }
  }

  /** Reads an array from its first byte on. */
  static NumberMap read(InputStream in, Reading reading)
      throws IOException, DamagedException, TruncatedException, UnsupportedException {
    String header = header(in);
    Type type = type(header);
    boolean columnMajor = find(ORDER, header).group(1).equals("True");
    int[] shape = shape(find(SHAPE, header).group(1));
    int height = shape[0];
    int width = shape[1];
    reading.requireWithin(width, height);
    int length = Math.multiplyExact(Math.multiplyExact(width, height), type.octets);
    ByteBuffer bytes = ByteBuffer.wrap(all(in, length)).order(type.order);
    float[] values = new float[width * height];
    for (int i = 0; i < values.length; i++) {
      int place = columnMajor ? i % height * width + Math.floorDiv(i, height) : i;
      values[place] = type.next(bytes);
    }
    return new NumberMap(width, height, type.kind == 'f' ? 0 : 8 * type.octets, values);
  }

  private static byte[] all(InputStream in, int length) throws IOException, TruncatedException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new TruncatedException();
    }
    return bytes;
  }

  private static String header(InputStream in)
      throws IOException, DamagedException, TruncatedException {
    byte[] start = all(in, MAGIC.length() + 2);
    if (!new String(start, StandardCharsets.ISO_8859_1).startsWith(MAGIC)) {
      throw new DamagedException("it does not begin as NumPy's arrays do");
    }
    boolean shortLength = start[MAGIC.length()] == 1;
    ByteBuffer stored =
        ByteBuffer.wrap(all(in, shortLength ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
    long length = shortLength ? stored.getShort() & 0xffff : stored.getInt() & 0xffffffffL;
    if (length > LONGEST_HEADER) {
      throw new DamagedException("its header is too long");
    }
    return new String(all(in, (int) length), StandardCharsets.ISO_8859_1);
  }

  private static Type type(String header) throws UnsupportedException {
    Matcher type = TYPE.matcher(header);
    if (!type.find() || (type.group(2).equals("f") && type.group(3).equals("1"))) {
      throw new UnsupportedException("elements that are no plain numbers");
    }
    ByteOrder order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new Type(order, type.group(2).charAt(0), Integer.parseInt(type.group(3)));
  }

  private static Matcher find(Pattern pattern, String header) throws DamagedException {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new DamagedException("its header is not complete");
    }
    return matcher;
  }

  /** Height and width, ignoring additional dimensions of length 1. */
  private static int[] shape(String text) throws UnsupportedException {
    int[] shape =
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(size -> !size.isEmpty())
            .mapToInt(size -> size.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(size))
            .toArray();
    int[] longer = Arrays.stream(shape).filter(size -> size != 1).toArray();
    if (shape.length == 2) {
      return shape;
    } else if (shape.length > 2 && longer.length == 2) {
      return longer;
    }
    throw new UnsupportedException("the shape (" + text.strip() + ")");
  }
}
