package dev.clearer.image;

/** One Huffman table of a JPEG file (ITU T.81 annex C and F.2.2.3). */
final class JpegHuffman {
  private static final int LONGEST = 16;

  private final int[] most = new int[LONGEST + 1];
  private final int[] offset = new int[LONGEST + 1];
  private final byte[] values;

  /**
   * The table that a segment gives.
   *
   * @param file the whole file
   * @param at where the 16 counts of codes begin, which the values follow
   */
  JpegHuffman(byte[] file, int at) {
    int code = 0;
    int total = 0;
    for (int length = 1; length <= LONGEST; length++) {
      int count = file[at + length - 1] & 0xff;
      offset[length] = total - code;
      code += count;
      total += count;
      most[length] = count == 0 ? -1 : code - 1;
      code <<= 1;
    }
    values = new byte[total];
    System.arraycopy(file, at + LONGEST, values, 0, total);
  }

  /** How many values a table that begins there has. */
  static int size(byte[] file, int at) {
    int total = 0;
    for (int i = 0; i < LONGEST; i++) {
      total += file[at + i] & 0xff;
    }
    return total;
  }

  /** The next value, of 0 to 255. */
  int next(JpegBits bits) throws JpegBits.EndException {
    int code = 0;
    for (int length = 1; length <= LONGEST; length++) {
      code = code << 1 | bits.next();
      if (most[length] >= 0 && code <= most[length]) {
        int index = offset[length] + code;
        if (index < 0 || index >= values.length) {
          throw new JpegBits.EndException();
        }
        return values[index] & 0xff;
      }
    }
    throw new JpegBits.EndException();
  }
}
