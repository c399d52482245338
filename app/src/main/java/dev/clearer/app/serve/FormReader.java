package dev.clearer.app.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Reads a multipart form as it comes: files straight to where they belong, short fields into
 * memory.
 */
final class FormReader extends MultiPart.AbstractPartsListener {
  private static final int LONGEST_FIELD = 200;
  private static final int MOST_PARTS = 20;
  private static final int LONGEST_HEADERS = 4096;
  private static final int BUFFER = 1 << 16;

  private final Function<String, @Nullable Path> places;
  private final long mostFileBytes;
  private final Refusal tooLarge;
  private final Map<String, String> fields = new HashMap<>();
  private final Map<String, String> fileNames = new HashMap<>();
  private @Nullable OutputStream part;
  private long partBytes;
  private long mostPartBytes;
  private @Nullable RuntimeException failure;
  private boolean whole;

  /**
   * A reader of one form.
   *
   * @param places where the file of a field goes; null for fields that are no files
   * @param mostFileBytes of one file
   * @param tooLarge what to throw if a file is larger
   */
  FormReader(Function<String, @Nullable Path> places, long mostFileBytes, Refusal tooLarge) {
    this.places = places;
    this.mostFileBytes = mostFileBytes;
    this.tooLarge = tooLarge;
  }

  /**
   * A form that was received.
   *
   * @param fields the texts, by the names of their fields
   * @param fileNames what the client calls the files, by the names of their fields
   */
  record Form(Map<String, String> fields, Map<String, String> fileNames) {}

  /**
   * Reads to the end of the form.
   *
   * @throws Refusal if it is no whole form, or too long
   * @throws UncheckedIOException if a file cannot be written
   * @throws IOException if the client has gone
   */
  Form read(UploadStream in, String boundary) throws IOException {
    MultiPart.Parser parser = new MultiPart.Parser(boundary, this);
    parser.setMaxParts(MOST_PARTS);
    parser.setPartHeadersMaxLength(LONGEST_HEADERS);
    byte[] buffer = new byte[BUFFER];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        parser.parse(Content.Chunk.from(ByteBuffer.wrap(buffer, 0, count), false));
        rethrow();
      }
      parser.parse(Content.Chunk.EOF);
      rethrow();
    } finally {
      closePart();
    }
    if (!whole) {
      throw notWhole();
    }
    return new Form(fields, fileNames);
  }

  private void rethrow() {
    RuntimeException fault = failure;
    if (fault != null) {
      throw fault;
    }
  }

  static Refusal notWhole() {
    return Refusal.of(400, "The form cannot be read: send multipart/form-data, whole.");
  }

  /** The parser swallows what its listener throws; so it is kept, and thrown behind it. */
  private void attempt(Attempt step) {
    if (failure != null) {
      return;
    }
    try {
      step.run();
    } catch (IOException e) {
      failure = new UncheckedIOException(e);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private interface Attempt {
    void run() throws IOException;
  }

  @Override
  public void onPartHeaders() {
    attempt(
        () -> {
          String name = String.valueOf(getName());
          if (fields.containsKey(name) || fileNames.containsKey(name)) {
            throw Refusal.of(400, "The form has the field " + printable(name) + " twice.");
          }
          String fileName = getFileName();
          Path place = places.apply(name);
          boolean file = place != null && fileName != null;
          partBytes = 0;
          mostPartBytes = file ? mostFileBytes : LONGEST_FIELD;
          part = file ? Files.newOutputStream(place) : new ByteArrayOutputStream();
          if (file) {
            fileNames.put(name, fileName);
          }
        });
  }

  private static String printable(String name) {
    return name.replaceAll("[^\\w-]", "?").substring(0, Math.min(20, name.length()));
  }

  @Override
  public void onPartContent(Content.Chunk chunk) {
    attempt(
        () -> {
          byte[] bytes = new byte[chunk.remaining()];
          chunk.getByteBuffer().get(bytes);
          partBytes += bytes.length;
          if (partBytes > mostPartBytes) {
            throw mostPartBytes == mostFileBytes
                ? tooLarge
                : Refusal.of(422, printable(String.valueOf(getName())) + " is too long.");
          }
          OutputStream open = part;
          if (open != null) {
            open.write(bytes);
          }
        });
  }

  @Override
  public void onPart(String name, String fileName, HttpFields headers) {
    attempt(
        () -> {
          if (part instanceof ByteArrayOutputStream text) {
            fields.put(String.valueOf(name), text.toString(StandardCharsets.UTF_8).strip());
          }
          closePart();
        });
  }

  private void closePart() throws IOException {
    OutputStream open = part;
    part = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void onComplete() {
    whole = true;
  }

  @Override
  public void onFailure(Throwable error) {
    if (failure == null) {
      failure = notWhole();
    }
  }
}
