package dev.clearer.app.serve;

import dev.clearer.InputException;
import dev.clearer.service.BlurOption;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.EndPoint;

/** Receives what a client posts, and turns it into the checked files and options of a job. */
final class Upload {
  private static final Set<String> FIELDS =
      Set.of("file", "from", "scale", "model", "blur", "strength", "denoise", "range", "ensemble");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,3}(\\.\\d{1,6})?");
  private static final int LONGEST_NAME = 100;
  private static final long PATIENCE_MILLIS = 30_000;
  private static final long FORM_BYTES = 100_000; // beside the files

  private final ServerSettings settings;
  private final JobFiles files;
  private final Journal journal;
  private final UploadCheck check;
  private final UploadSlots slots;

  Upload(ServerSettings settings, JobFiles files, Journal journal) {
    this.settings = settings;
    this.files = files;
    this.journal = journal;
    check = new UploadCheck(settings.limits(), journal);
    slots = new UploadSlots(settings.limits().uploads());
  }

  /** Finds the picture of an earlier job. */
  interface Earlier {
    /** The job with this id, or a {@link Refusal}. */
    Job find(String id);
  }

  /**
   * Receives a job's files into a folder of its own, which the caller must accept or reject.
   *
   * @throws Refusal if anything is wrong; then the folder is gone
   */
  Job receive(HttpServletRequest request, Earlier earlier) {
    String boundary = boundary(request);
    UUID id = UUID.randomUUID();
    boolean fine = false;
    try (UploadSlots.Slot slot = slots.take(() -> interrupt(request))) {
      JobFiles.Folder folder = files.receive(id);
      Job job = job(id, read(request, boundary, slot, folder), folder, earlier);
      slot.complete();
      check.check(job, folder);
      fine = true;
      return job;
    } catch (NoSuchFileException e) {
      throw Refusal.gone();
    } catch (UncheckedIOException e) {
      throw cannotWrite(e);
    } catch (IOException e) {
      throw FormReader.notWhole();
    } finally {
      client(request).setIdleTimeout(PATIENCE_MILLIS);
      if (!fine) {
        files.reject(id);
      }
    }
  }

  private Refusal cannotWrite(UncheckedIOException e) {
    journal.fault("upload", e);
    return Refusal.of(
        507, "The server cannot store the picture (its disk may be full): tell its administrator.");
  }

  private String boundary(HttpServletRequest request) {
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
      throw Refusal.of(415, "Send the picture as multipart/form-data.");
    }
    String boundary = MultiPart.extractBoundary(type);
    if (boundary == null || boundary.isEmpty()) {
      throw FormReader.notWhole();
    }
    if (request.getContentLengthLong() > mostBytes()) {
      throw tooLarge();
    }
    return boundary;
  }

  /** A picture and a map. */
  private long mostBytes() {
    return 2 * settings.limits().uploadBytes() + FORM_BYTES;
  }

  private Refusal tooLarge() {
    return Refusal.of(
        413, "The file is over %d MB: shrink it.".formatted(settings.limits().uploadMegabytes()));
  }

  /** Ends the wait for bytes that do not come. */
  private static void interrupt(HttpServletRequest request) {
    client(request).setIdleTimeout(1);
  }

  private static EndPoint client(HttpServletRequest request) {
    return ServletContextRequest.getServletContextRequest(request)
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint();
  }

  private FormReader.Form read(
      HttpServletRequest request, String boundary, UploadSlots.Slot slot, JobFiles.Folder folder)
      throws IOException {
    UploadStream in = new UploadStream(request.getInputStream(), slot, mostBytes(), tooLarge());
    FormReader reader =
        new FormReader(
            field ->
                switch (field) {
                  case "file" -> folder.upload();
                  case "blur" -> folder.told();
                  default -> null;
                },
            settings.limits().uploadBytes(),
            tooLarge());
    return reader.read(in, boundary);
  }

  private Job job(UUID id, FormReader.Form form, JobFiles.Folder folder, Earlier earlier)
      throws IOException {
    for (Set<String> names : List.of(form.fields().keySet(), form.fileNames().keySet())) {
      if (!FIELDS.containsAll(names)) {
        throw Refusal.of(400, "The form has a field of an unknown name: see api/openapi.json.");
      }
    }
    String sent = form.fileNames().get("file");
    String from = form.fields().getOrDefault("from", "");
    if ((sent == null) == from.isEmpty()) {
      throw Refusal.of(400, "Send either a picture as file, or the id of an earlier job as from.");
    }
    Job.Options options = options(form.fields(), form.fileNames().containsKey("blur"));
    if (sent != null) {
      return Job.queued(id, name(sent), options);
    }
    Job before = earlier.find(from);
    Files.copy(files.of(before.id()).upload(), folder.upload());
    return Job.queued(id, before.name(), options);
  }

  private Job.Options options(Map<String, String> fields, boolean map) {
    int scale = scale(fields.getOrDefault("scale", "4"));
    String model = fields.getOrDefault("model", settings.usual(scale));
    if (!settings.offered().contains(model)) {
      throw Refusal.of(422, "That model is not offered: see api/options.");
    }
    String blur = map ? Job.Options.MAP : fields.getOrDefault("blur", BlurOption.AUTO);
    if (!map && !blur.equals(BlurOption.AUTO) && !NUMBER.matcher(blur).matches()) {
      throw Refusal.of(422, "blur must be auto, a number of pixels, or a map as a PNG file.");
    }
    double strength = number("strength", fields.getOrDefault("strength", "1"));
    double denoise = number("denoise", fields.getOrDefault("denoise", "1"));
    String range = fields.getOrDefault("range", BlurOption.AUTO);
    try {
      BlurOption.require(map ? BlurOption.AUTO : blur, strength, denoise, range);
    } catch (InputException e) {
      throw Refusal.of(422, String.valueOf(e.getMessage()));
    }
    return new Job.Options(
        scale,
        model,
        blur,
        strength,
        denoise,
        range,
        flag("ensemble", fields.getOrDefault("ensemble", "false")));
  }

  private static int scale(String digits) {
    if (!digits.matches("[1-4]")) {
      throw Refusal.of(422, "scale must be 1, 2, 3 or 4.");
    }
    return Integer.parseInt(digits);
  }

  private static boolean flag(String field, String word) {
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Refusal.of(422, field + " must be true or false.");
    };
  }

  private static double number(String field, String digits) {
    if (!NUMBER.matcher(digits).matches()) {
      throw Refusal.of(422, field + " must be a number such as 1.5.");
    }
    return Double.parseDouble(digits);
  }

  /** The last part of the name that the client gave, without what could mislead a reader. */
  private static String name(String sent) {
    String last = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
    String clean = last.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\"<>]", "").strip();
    int end =
        clean.offsetByCodePoints(
            0, Math.min(LONGEST_NAME, clean.codePointCount(0, clean.length())));
    return clean.isEmpty() ? "picture" : clean.substring(0, end);
  }
}
