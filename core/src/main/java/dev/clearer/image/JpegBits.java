package dev.clearer.image;

/** The bits of a scan of a JPEG file, up to its next marker. */
final class JpegBits {
  private final byte[] file;
  private int position;
  private int current;
  private int left;

  JpegBits(byte[] file, int position) {
    this.file = file;
    this.position = position;
  }

  /** There are no more bits, or they make no sense. */
  static final class EndException extends Exception {
    private static final long serialVersionUID = 1L;

    EndException() {
      super(null, null, false, false);
    }
  }

  int next() throws EndException {
    if (left == 0) {
      if (position >= file.length || isMarker()) {
        throw new EndException();
      }
      current = file[position] & 0xff;
      position += current == 0xff ? 2 : 1;
      left = 8;
    }
    left--;
    return current >> left & 1;
  }

  private boolean isMarker() {
    return file[position] == (byte) 0xff
        && (position + 1 >= file.length || file[position + 1] != 0);
  }

  int next(int count) throws EndException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 1 | next();
    }
    return value;
  }

  /** Leaves the rest of a byte and steps over a marker of a restart, which must follow. */
  void restart() throws EndException {
    left = 0;
    while (position + 1 < file.length
        && file[position] == (byte) 0xff
        && file[position + 1] == (byte) 0xff) {
      position++; // fill bytes
    }
    boolean marker =
        position + 1 < file.length
            && file[position] == (byte) 0xff
            && (file[position + 1] & 0xf8) == 0xd0;
    if (!marker) {
      throw new EndException();
    }
    position += 2;
  }

  /** Where the next byte is that was not looked at. */
  int position() {
    return position;
  }
}
