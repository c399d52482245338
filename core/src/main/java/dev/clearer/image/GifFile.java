package dev.clearer.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The blocks of a GIF, as far as its first frame. */
final class GifFile {
  private static final int SCREEN = 6;
  private static final int BLOCKS = 13;
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2c;

  private GifFile() {}

  static Container open(byte[] file) throws Container.TruncatedException {
    try {
      ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(SCREEN);
      int width = Short.toUnsignedInt(in.getShort());
      int height = Short.toUnsignedInt(in.getShort());
      int flags = in.get();
      boolean palette = (flags & 0x80) != 0;
      in.position(BLOCKS + (palette ? 3 << ((flags & 7) + 1) : 0));
      return new Container(file, null, null, false, canvas(in, width, height));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new Container.TruncatedException(); // a position beyond the end is an illegal argument
    }
  }

  /** Null if the frame is larger, as in files whose screen has no size: browsers show it whole. */
  private static @Nullable AnimationCanvas canvas(ByteBuffer in, int width, int height) {
    int block = in.get();
    while (block == EXTENSION) {
      in.get(); // of which kind
      for (int length = in.get() & 0xff; length > 0; length = in.get() & 0xff) {
        in.position(in.position() + length);
      }
      block = in.get();
    }
    if (block != FRAME) {
      return null;
    }
    int left = Short.toUnsignedInt(in.getShort());
    int top = Short.toUnsignedInt(in.getShort());
    AnimationCanvas canvas = new AnimationCanvas(width, height, left, top);
    int frameWidth = Short.toUnsignedInt(in.getShort());
    int frameHeight = Short.toUnsignedInt(in.getShort());
    return canvas.holds(frameWidth, frameHeight) ? canvas : null;
  }
}
