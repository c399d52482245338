package dev.clearer.app.serve;

import dev.clearer.Progress;
import dev.clearer.image.MapKind;
import dev.clearer.infer.Correction;
import dev.clearer.infer.Task;
import dev.clearer.service.BlurOption;
import dev.clearer.service.ModelChoice;
import dev.clearer.service.UpscalePlan;
import dev.clearer.service.UpscaleService;
import dev.clearer.service.UpscaleService.Enlarged;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Does jobs, with the service that the commands use; a model is loaded when first wanted. */
final class Workshop implements JobQueue.Work {
  private final ServerSettings settings;
  private final Map<String, UpscaleService> services = new HashMap<>();

  Workshop(ServerSettings settings) {
    this.settings = settings;
  }

  @Override
  public Job run(Job job, JobFiles.Folder files, Progress progress) {
    long start = System.nanoTime();
    UpscaleService service = service(job.options().model());
    Map<MapKind, Path> maps = new EnumMap<>(MapKind.class);
    service.maps().forEach(kind -> maps.put(kind, files.map(kind)));
    UpscalePlan.Job plan = new UpscalePlan.Job(files.upload(), files.result(), maps);
    Enlarged enlarged = service.enlarge(plan, task(job.options(), files), progress);
    enlarged.commit();
    double seconds = (System.nanoTime() - start) / 1e9;
    return job.done(
        facts(enlarged, seconds, files.bytes(), maps.keySet()), note(job, enlarged, files));
  }

  private static Task task(Job.Options options, JobFiles.Folder files) {
    return new Task(
        options.scale(),
        correction(options, files),
        BlurOption.range(options.range()),
        options.ensemble());
  }

  private UpscaleService service(String model) {
    return services.computeIfAbsent(model, this::opened);
  }

  private UpscaleService opened(String model) {
    return UpscaleService.open(
        new UpscaleService.Settings(
            ModelChoice.of(settings.model(model)),
            settings.precision(),
            settings.device(),
            settings.memoryMegabytes() * 1024L * 1024,
            settings.limits().mostPixels()));
  }

  private static Correction correction(Job.Options options, JobFiles.Folder files) {
    boolean map = options.blur().equals(Job.Options.MAP);
    return BlurOption.of(map ? files.told().toString() : options.blur(), options.strength())
        .withDenoise(options.denoise());
  }

  private static Job.Facts facts(Enlarged enlarged, double seconds, long bytes, Set<MapKind> maps) {
    UpscaleService.Measure blur = enlarged.measures().get(MapKind.BLUR);
    return new Job.Facts(
        enlarged.inputWidth(),
        enlarged.inputHeight(),
        enlarged.width(),
        enlarged.height(),
        blur == null ? 0 : blur.mean(),
        blur == null ? 0 : blur.max(),
        seconds,
        bytes,
        maps.stream().map(MapKind::suffix).toList());
  }

  private static @org.jspecify.annotations.Nullable String note(
      Job job, Enlarged enlarged, JobFiles.Folder files) {
    String note = enlarged.note();
    return note == null ? null : note.replace(files.upload().toString(), job.name());
  }
}
