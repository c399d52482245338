package dev.clearer.app.serve;

import dev.clearer.image.ClassNames;
import dev.clearer.image.ColourMap;
import dev.clearer.image.MapKind;
import dev.clearer.infer.BlurCorrection;
import io.javalin.config.RouterConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The jobs as resources: {@code openapi.json} describes them. */
final class Api {
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  private static final int BLUR_COLOURS = 10;
  private static final int RETRY_SECONDS = 5;

  private final ServerSettings settings;
  private final JobQueue queue;
  private final JobFiles files;
  private final Upload upload;
  private final Downloads downloads;
  private final Semaphore receiving;

  Api(ServerSettings settings, JobQueue queue, JobFiles files) {
    this.settings = settings;
    this.queue = queue;
    this.files = files;
    upload = new Upload(settings, files);
    downloads = new Downloads(files, settings.limits().mostPixels());
    receiving = new Semaphore(settings.limits().uploads());
  }

  /** A job as clients see it; times in seconds, progress in [0, 1]. */
  record Shown(
      UUID id,
      String name,
      String state,
      double progress,
      double secondsLeft,
      int ahead,
      Job.Options options,
      @Nullable String message,
      Job.@Nullable Facts facts) {
    static Shown of(JobQueue.View view) {
      Job job = view.job();
      return new Shown(
          job.id(),
          job.name(),
          job.state().name().toLowerCase(Locale.ROOT),
          view.progress(),
          view.secondsLeft(),
          view.ahead(),
          job.options(),
          job.message(),
          job.facts());
    }
  }

  /** What a client may choose, and what it needs to draw maps. */
  record Offer(
      List<String> models,
      List<Integer> scales,
      double strongest,
      int uploadMegabytes,
      int megapixels,
      int hoursKept,
      List<String> blurColours,
      List<LegendEntry> classes) {}

  /** A class of the semantic map. */
  record LegendEntry(int index, String name, String colour) {}

  void addTo(RouterConfig router, ProgressStream stream) {
    router.mount(
        app -> {
          app.get("/api/options", context -> json(context, offer()));
          app.post("/api/jobs", this::create);
          app.get("/api/jobs/{id}", context -> json(context, Shown.of(view(context))));
          app.delete("/api/jobs/{id}", this::delete);
          app.get("/api/jobs/{id}/events", context -> stream.send(context, view(context)));
          app.get("/api/jobs/{id}/original", this::original);
          app.get("/api/jobs/{id}/result", this::result);
          for (MapKind kind : MapKind.values()) {
            app.get("/api/jobs/{id}/" + kind.suffix(), context -> map(context, kind));
          }
        });
  }

  private Offer offer() {
    ServerSettings.Limits limits = settings.limits();
    List<String> colours = new ArrayList<>();
    for (int i = 0; i < BLUR_COLOURS; i++) {
      colours.add(hex(ColourMap.at(i / (BLUR_COLOURS - 1.0))));
    }
    List<LegendEntry> classes = new ArrayList<>();
    for (String name : ClassNames.CAMVID.names()) {
      int index = classes.size();
      classes.add(new LegendEntry(index, name, hex(ColourMap.ofClass(index))));
    }
    return new Offer(
        settings.models(),
        List.of(1, 2, 3, 4),
        BlurCorrection.STRONGEST,
        limits.uploadMegabytes(),
        limits.megapixels(),
        limits.hoursKept(),
        colours,
        classes);
  }

  private static String hex(int colour) {
    return "#%06x".formatted(colour);
  }

  private void create(Context context) {
    requireRoom();
    if (!receiving.tryAcquire()) {
      throw Refusal.busy("Many pictures are being received: try again in a moment.", 1);
    }
    try {
      Job job = upload.receive(context.req(), id -> view(id).job());
      if (!queue.submit(job)) {
        files.delete(job.id());
        throw full();
      }
      context.status(201).header("Location", "/api/jobs/" + job.id());
      json(context, Shown.of(view(job.id().toString())));
    } finally {
      receiving.release();
    }
  }

  private void requireRoom() {
    if (!queue.hasRoom()) {
      throw full();
    }
    if (!queue.diskHasRoom()) {
      throw Refusal.of(507, "The server's disk is full: tell its keeper.");
    }
  }

  private static Refusal full() {
    return Refusal.busy("Many pictures are waiting already: try again soon.", RETRY_SECONDS);
  }

  private void delete(Context context) {
    queue.delete(view(context).job().id());
    context.status(204);
  }

  private JobQueue.View view(Context context) {
    return view(context.pathParam("id"));
  }

  private JobQueue.View view(String id) {
    JobQueue.View view = ID.matcher(id).matches() ? queue.find(UUID.fromString(id)) : null;
    if (view == null) {
      throw Refusal.of(404, "There is no such picture: it was deleted, or its time is over.");
    }
    return view;
  }

  private void original(Context context) throws IOException {
    send(context, downloads.original(view(context).job()), "image/png", "original.png");
  }

  private void result(Context context) throws IOException {
    Job job = finished(context);
    String format = context.queryParam("format");
    if (format == null || format.equals("png")) {
      send(context, files.of(job.id()).result(), "image/png", name(job, ".png"));
    } else if (format.equals("jpeg")) {
      send(context, downloads.jpeg(job), "image/jpeg", name(job, ".jpg"));
    } else {
      throw Refusal.of(422, "format must be png or jpeg.");
    }
  }

  private void map(Context context, MapKind kind) throws IOException {
    Job job = finished(context);
    Path file = files.of(job.id()).map(kind);
    send(context, file, "image/png", name(job, "_" + kind.suffix() + ".png"));
  }

  private Job finished(Context context) {
    Job job = view(context).job();
    if (job.state() != Job.State.DONE) {
      throw Refusal.of(409, "The picture is not done: it has no result yet.");
    }
    return job;
  }

  /** The name that the command line would give, in letters that every header can carry. */
  private static String name(Job job, String ending) {
    int dot = job.name().lastIndexOf('.');
    String stem = dot < 1 ? job.name() : job.name().substring(0, dot);
    return stem.replaceAll("[^A-Za-z0-9._ -]", "_") + "_x" + job.options().scale() + ending;
  }

  private static void send(Context context, Path file, String type, String name)
      throws IOException {
    try {
      InputStream bytes = Files.newInputStream(file);
      context.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
      context.header("Content-Length", String.valueOf(Files.size(file)));
      context.contentType(type).header("Cache-Control", "private, no-store").result(bytes);
    } catch (NoSuchFileException e) {
      throw Refusal.of(404, "There is no such picture: it was deleted, or its time is over.");
    }
  }

  static void json(Context context, Object value) {
    context.contentType("application/json").header("Cache-Control", "no-store");
    context.result(Json.write(value));
  }
}
