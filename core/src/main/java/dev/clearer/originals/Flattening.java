package dev.clearer.originals;

/** Copies nested arrays of any numeric type into a flat float array. */
final class Flattening {
  private Flattening() {}

  static void copy(Object nested, float[] flat) {
    int end = copy(nested, flat, 0);
    if (end != flat.length) {
      throw new IllegalArgumentException(end + " values instead of " + flat.length);
    }
  }

  private static int copy(Object nested, float[] flat, int start) {
    int at = start;
    if (nested instanceof Object[] parts) {
      for (Object part : parts) {
        at = copy(part, flat, at);
      }
      return at;
    }
    int length = java.lang.reflect.Array.getLength(nested);
    for (int i = 0; i < length; i++) {
      flat[at + i] = value(nested, i);
    }
    return at + length;
  }

  private static float value(Object array, int i) {
    if (array instanceof float[] floats) {
      return floats[i];
    } else if (array instanceof int[] integers) {
      return integers[i];
    } else if (array instanceof double[] doubles) {
      return (float) doubles[i];
    } else if (array instanceof byte[] bytes) {
      return bytes[i] & 0xff;
    }
    return java.lang.reflect.Array.getFloat(array, i);
  }
}
