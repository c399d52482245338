package dev.clearer.app.serve;

import dev.clearer.image.ClassNames;
import dev.clearer.image.ColourMap;
import dev.clearer.image.MapKind;
import dev.clearer.infer.Correction;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The jobs as resources: {@code openapi.json} describes them. */
final class Api {
  /** Files that may be sent at the same time. */
  static final int DOWNLOADS = 100;

  private static final int BLUR_COLOURS = 10;
  private static final int RETRY_SECONDS = 5;

  private final ServerSettings settings;
  private final JobQueue queue;
  private final JobFiles files;
  private final Upload upload;
  private final Downloads downloads;

  Api(ServerSettings settings, JobQueue queue, JobFiles files, Journal journal) {
    this.settings = settings;
    this.queue = queue;
    this.files = files;
    upload = new Upload(settings, files, journal);
    downloads = new Downloads(queue, files, journal, DOWNLOADS, settings.limits().mostPixels());
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
      List<LegendEntry> classes,
      List<MapEntry> maps) {}

  /** A kind of map: its name in addresses, what it is called, and its files' numbers per unit. */
  record MapEntry(String name, String label, int steps) {}

  /** A class of the semantic map. */
  record LegendEntry(int index, String name, String colour) {}

  void addTo(Routes routes, ProgressStream stream) {
    Access token = Access.TOKEN;
    routes.get("/api/options", token, context -> json(context, offer()));
    routes.post("/api/jobs", token, this::create);
    routes.get("/api/jobs/{id}", token, context -> json(context, Shown.of(view(context))));
    routes.delete("/api/jobs/{id}", token, this::delete);
    routes.get(
        "/api/jobs/{id}/events", token, context -> stream.send(context, view(context)), this::view);
    routes.get("/api/jobs/{id}/original", token, this::original);
    routes.get("/api/jobs/{id}/result", token, this::result);
    for (MapKind kind : MapKind.values()) {
      routes.get("/api/jobs/{id}/" + kind.suffix(), token, context -> map(context, kind));
    }
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
        settings.offered(),
        List.of(1, 2, 3, 4),
        Correction.STRONGEST,
        limits.uploadMegabytes(),
        limits.megapixels(),
        limits.hoursKept(),
        colours,
        classes,
        Arrays.stream(MapKind.values())
            .map(kind -> new MapEntry(kind.suffix(), kind.label(), kind.steps()))
            .toList());
  }

  private static String hex(int colour) {
    return "#%06x".formatted(colour);
  }

  private void create(Context context) {
    requireRoom();
    Job job = upload.receive(context.req(), id -> view(id).job());
    boolean taken = false;
    try {
      taken = queue.submit(job);
    } finally {
      if (!taken) {
        files.reject(job.id());
      }
    }
    if (!taken) {
      throw full();
    }
    boolean slash = context.path().endsWith("/");
    context.status(201).header("Location", (slash ? "" : "jobs/") + job.id());
    json(context, Shown.of(view(job.id().toString())));
  }

  private void requireRoom() {
    if (!queue.hasRoom()) {
      throw full();
    }
    if (!queue.diskHasRoom()) {
      throw Refusal.of(507, "The server's disk is full: tell its administrator.");
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
    JobQueue.View view = JobFiles.isId(id) ? queue.find(UUID.fromString(id)) : null;
    if (view == null) {
      throw Refusal.gone();
    }
    return view;
  }

  private void original(Context context) throws IOException {
    Job job = view(context).job();
    downloads.send(context, downloads.original(job), "image/png", stem(job) + "_original.png");
  }

  private void result(Context context) throws IOException {
    Job job = finished(context);
    String format = context.queryParam("format");
    if (format == null || format.equals("png")) {
      Path result = files.of(job.id()).result();
      downloads.send(context, result, "image/png", name(job, ".png"));
    } else if (format.equals("jpeg")) {
      downloads.send(context, downloads.jpeg(job), "image/jpeg", name(job, ".jpg"));
    } else {
      throw Refusal.of(422, "format must be png or jpeg.");
    }
  }

  private void map(Context context, MapKind kind) throws IOException {
    Job job = finished(context);
    Path file = files.of(job.id()).map(kind);
    downloads.send(context, file, "image/png", name(job, "_" + kind.suffix() + ".png"));
  }

  private Job finished(Context context) {
    Job job = view(context).job();
    if (job.state() != Job.State.DONE) {
      throw Refusal.of(409, "The picture is not done: it has no result yet.");
    }
    return job;
  }

  /** The name that the command line would give. */
  private static String name(Job job, String ending) {
    return stem(job) + "_x" + job.options().scale() + ending;
  }

  private static String stem(Job job) {
    int dot = job.name().lastIndexOf('.');
    return dot < 1 ? job.name() : job.name().substring(0, dot);
  }

  static void json(Context context, Object value) {
    context.contentType("application/json").header("Cache-Control", "no-store");
    context.result(Json.write(value));
  }
}
