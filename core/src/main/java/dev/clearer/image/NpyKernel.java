package dev.clearer.image;

import dev.clearer.InputException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NumPy's array format, for kernels: floating-point arrays of two dimensions. */
final class NpyKernel {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>])f([48])'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("'shape'\\s*:\\s*\\(\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*,?\\s*\\)");

  private NpyKernel() {}

  static BlurKernel read(byte[] bytes, Path file) {
    if (bytes.length < 10 || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new InputException(file + " is not in NumPy's .npy format: save it with numpy.save.");
    }
    try {
      ByteBuffer data =
          ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
      int version = data.get();
      data.get();
      int length = version == 1 ? data.getShort() & 0xffff : data.getInt();
      byte[] header = new byte[Math.max(0, Math.min(length, data.remaining()))];
      data.get(header);
      return kernel(new String(header, StandardCharsets.UTF_8), data, file);
    } catch (BufferUnderflowException e) {
      throw new InputException(file + " is damaged: it ends too early; copy it again.", e);
    }
  }

  private static BlurKernel kernel(String header, ByteBuffer data, Path file) {
    Matcher type = find(TYPE, header, file, "floating-point numbers");
    boolean columnMajor = find(ORDER, header, file, "a memory order").group(1).equals("True");
    Matcher shape = find(SHAPE, header, file, "two dimensions");
    long rows = Long.parseLong(shape.group(1));
    long columns = Long.parseLong(shape.group(2));
    KernelFiles.requireSquare(file, rows, columns);
    data.order(type.group(1).equals("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    boolean wide = type.group(2).equals("8");
    int size = (int) rows;
    double[] weights = new double[size * size];
    for (int i = 0; i < weights.length; i++) {
      int place = columnMajor ? i % size * size + Math.floorDiv(i, size) : i;
      weights[place] = wide ? data.getDouble() : data.getFloat();
    }
    return KernelFiles.checked(file, rows, columns, weights);
  }

  private static Matcher find(Pattern pattern, String header, Path file, String what) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new InputException(
          file + " is no kernel: it must be an array of " + what + " (float32 or float64, 2-D).");
    }
    return matcher;
  }

  static byte[] bytes(BlurKernel kernel) {
    String text =
        "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(kernel.size(), kernel.size());
    int prefix = MAGIC.length + 4;
    int whole = (prefix + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    double[] weights = kernel.weights();
    ByteBuffer bytes =
        ByteBuffer.allocate(whole + weights.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (whole - prefix));
    bytes.put(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.position() < whole - 1) {
      bytes.put((byte) ' ');
    }
    bytes.put((byte) '\n');
    for (double weight : weights) {
      bytes.putDouble(weight);
    }
    return bytes.array();
  }
}
