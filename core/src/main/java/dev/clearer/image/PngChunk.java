package dev.clearer.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * One chunk of a PNG file.
 *
 * @param type four letters
 * @param content its bytes, shared: do not write to them
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
public record PngChunk(String type, byte[] content) {
  /** Length, type, content and check sum, as they stand in a file. */
  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(content.length + 12).putInt(content.length);
    out.put(type.getBytes(StandardCharsets.ISO_8859_1)).put(content);
    CRC32 crc = new CRC32();
    crc.update(out.array(), 4, content.length + 4);
    return out.putInt((int) crc.getValue()).array();
  }
}
