package dev.clearer.app.serve;

import dev.clearer.InputException;
import dev.clearer.image.BlurMap;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import dev.clearer.infer.BlurCorrection;
import dev.clearer.service.BlurOption;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Receives what a client posts, and turns it into the checked files and options of a job. */
final class Upload {
  private static final Set<String> FIELDS =
      Set.of("file", "from", "scale", "model", "blur", "strength", "ensemble");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,3}(\\.\\d{1,6})?");
  private static final int LONGEST_FIELD = 200;

  private final ServerSettings settings;
  private final JobFiles files;

  /** Pictures are checked one at a time, so that many clients cannot fill the memory. */
  private final Semaphore checking = new Semaphore(1, true);

  Upload(ServerSettings settings, JobFiles files) {
    this.settings = settings;
    this.files = files;
  }

  /** Finds the picture of an earlier job. */
  interface Earlier {
    /** The job with this id, or a {@link Refusal}. */
    Job find(String id);
  }

  /** Receives a job's files into its folder; it deletes them all if anything is wrong. */
  Job receive(HttpServletRequest request, Earlier earlier) {
    requireForm(request);
    try {
      for (Part part : request.getParts()) {
        if (!FIELDS.contains(part.getName())) {
          throw Refusal.of(400, "There is no field of that name: see /api/openapi.json.");
        }
      }
      return job(request, earlier);
    } catch (IllegalStateException e) {
      throw String.valueOf(e.getMessage()).contains("exceeds") ? tooLarge() : tooSlow();
    } catch (IOException | ServletException e) {
      throw Refusal.of(400, "The form cannot be read: send multipart/form-data, whole.");
    } finally {
      forget(request);
    }
  }

  private void requireForm(HttpServletRequest request) {
    String type = request.getContentType();
    if (type == null || !type.startsWith("multipart/form-data")) {
      throw Refusal.of(415, "Send the picture as multipart/form-data.");
    }
    long most = settings.limits().uploadBytes();
    if (request.getContentLengthLong() > 2 * most) {
      throw tooLarge();
    }
    request.setAttribute(
        "org.eclipse.jetty.multipartConfig",
        new MultipartConfigElement(files.incoming().toString(), most, 2 * most, 65_536));
  }

  private Refusal tooLarge() {
    return Refusal.of(
        413, "The file is over %d MB: shrink it.".formatted(settings.limits().uploadMegabytes()));
  }

  /** Jetty ends the reading of a trickle by the exception that it throws for too much, too. */
  private static Refusal tooSlow() {
    return Refusal.of(408, "The upload is too slow: try again over a faster connection.");
  }

  private static void forget(HttpServletRequest request) {
    try {
      for (Part part : request.getParts()) {
        part.delete();
      }
    } catch (IOException | ServletException | IllegalStateException e) {
      return; // it was never whole; what was received goes with the request
    }
  }

  private Job job(HttpServletRequest request, Earlier earlier)
      throws IOException, ServletException {
    Part file = request.getPart("file");
    String from = text(request, "from", "");
    if ((file == null) == from.isEmpty()) {
      throw Refusal.of(400, "Send either a picture as file, or the id of an earlier job as from.");
    }
    Job before = from.isEmpty() ? null : earlier.find(from);
    Part blur = request.getPart("blur");
    boolean map = blur != null && blur.getSubmittedFileName() != null;
    Job.Options options = options(request, map);
    Job job = Job.queued(before == null ? name(file) : before.name(), options);
    JobFiles.Folder folder = files.make(job.id());
    try {
      if (before == null) {
        store(file, folder.upload());
      } else {
        Files.copy(files.of(before.id()).upload(), folder.upload());
      }
      if (map) {
        store(blur, folder.told());
      }
      check(job, folder);
      return job;
    } catch (IOException | RuntimeException e) {
      files.delete(job.id());
      throw e;
    }
  }

  private static void store(@Nullable Part part, Path file) throws IOException {
    if (part != null) {
      try (InputStream in = part.getInputStream()) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Job.Options options(HttpServletRequest request, boolean map)
      throws IOException, ServletException {
    String model = text(request, "model", settings.models().get(0));
    if (!settings.models().contains(model)) {
      throw Refusal.of(422, "That model is not offered: see /api/options.");
    }
    String blur = map ? Job.Options.MAP : text(request, "blur", BlurOption.AUTO);
    if (!map && !blur.equals(BlurOption.AUTO) && !NUMBER.matcher(blur).matches()) {
      throw Refusal.of(422, "blur must be auto, a number of pixels, or a map as a PNG file.");
    }
    double strength = number("strength", text(request, "strength", "1"));
    try {
      if (!map) {
        BlurCorrection unused = BlurOption.of(blur, strength);
      }
      return new Job.Options(
          scale(text(request, "scale", "4")),
          model,
          blur,
          strength,
          flag("ensemble", text(request, "ensemble", "false")));
    } catch (InputException e) {
      throw Refusal.of(422, String.valueOf(e.getMessage()));
    }
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

  private static String text(HttpServletRequest request, String field, String fallback)
      throws IOException, ServletException {
    Part part = request.getPart(field);
    if (part == null) {
      return fallback;
    }
    if (part.getSize() > LONGEST_FIELD) {
      throw Refusal.of(422, field + " is too long.");
    }
    try (InputStream in = part.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  /** The last part of the name that the client gave, without what could mislead a reader. */
  private static String name(@Nullable Part file) {
    String sent = file == null ? null : file.getSubmittedFileName();
    String last =
        sent == null
            ? ""
            : sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
    String clean = last.replaceAll("[\\p{Cntrl}\\p{Cf}\"<>]", "").strip();
    return clean.isEmpty() ? "picture" : clean.substring(0, Math.min(100, clean.length()));
  }

  /** Reads the picture and the map as the job will, so that a fault is told at once. */
  private void check(Job job, JobFiles.Folder folder) {
    checking.acquireUninterruptibly();
    try {
      byte[] bytes = Files.readAllBytes(folder.upload());
      Picture picture = ImageFiles.decode(bytes, job.name(), settings.limits().mostPixels());
      if (job.options().blur().equals(Job.Options.MAP)) {
        checkMap(folder.told(), picture, job.options().scale());
      }
    } catch (InputException e) {
      String sentence = String.valueOf(e.getMessage());
      throw Refusal.of(422, sentence.replace(folder.told().toString(), "The blur map"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      checking.release();
    }
  }

  private static void checkMap(Path told, Picture picture, int scale) {
    BlurMap map = MapFiles.readBlur(told);
    boolean input = map.width() == picture.width() && map.height() == picture.height();
    boolean result =
        map.width() == scale * picture.width() && map.height() == scale * picture.height();
    if (!input && !result) {
      throw new InputException(
          "The blur map is %dx%d, but the picture is %dx%d: it must be as large as that or as the result."
              .formatted(map.width(), map.height(), picture.width(), picture.height()));
    }
  }
}
