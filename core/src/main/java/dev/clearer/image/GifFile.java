package dev.clearer.image;

import dev.clearer.image.Reading.TruncatedException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The blocks of a GIF, as far as its first frame. */
final class GifFile {
  private static final int SCREEN = 6;
  private static final int BLOCKS = 13;
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2c;

  private GifFile() {}

  static Container open(byte[] file, Reading reading) throws TruncatedException {
    try {
      ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(SCREEN);
      int width = Short.toUnsignedInt(in.getShort());
      int height = Short.toUnsignedInt(in.getShort());
      int flags = in.get();
      boolean palette = (flags & 0x80) != 0;
      in.get(); // the colour of the background, which nobody shows
      int aspect = in.get() & 0xff;
      Density density =
          aspect == 0 ? null : Density.of(64, aspect + 15, Density.Unit.NONE); // GIF89a, 18
      in.position(BLOCKS + (palette ? 3 << ((flags & 7) + 1) : 0));
      reading.requireWithin(Math.max(1, width), Math.max(1, height));
      Metadata said = new Metadata(null, null, null, null, density, List.of());
      return new Container(file, said, canvas(in, width, height), 0);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new TruncatedException(); // a position beyond the end is an illegal argument
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
