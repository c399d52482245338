package dev.clearer.app.serve;

import dev.clearer.Progress;
import dev.clearer.infer.BlurCorrection;
import dev.clearer.service.BlurOption;
import dev.clearer.service.UpscalePlan;
import dev.clearer.service.UpscaleService;
import dev.clearer.service.UpscaleService.Enlarged;
import java.util.HashMap;
import java.util.Map;

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
    UpscaleService service = service(job.options());
    UpscalePlan.Job plan =
        new UpscalePlan.Job(
            files.upload(), files.result(), new UpscalePlan.Maps(files.blur(), files.semantics()));
    Enlarged enlarged = service.told(correction(job.options(), files)).enlarge(plan, progress);
    enlarged.keep();
    double seconds = (System.nanoTime() - start) / 1e9;
    return job.done(facts(enlarged, seconds, files.bytes()), note(job, enlarged, files));
  }

  private UpscaleService service(Job.Options options) {
    UpscaleService service =
        services.computeIfAbsent(
            options.scale() + " " + options.model(),
            key -> UpscaleService.open(settings(settings.model(options.model()), options.scale())));
    return options.ensemble() ? service.ensemble() : service;
  }

  private UpscaleService.Settings settings(String model, int scale) {
    return new UpscaleService.Settings(
        model,
        scale,
        settings.precision(),
        settings.device(),
        settings.memoryMegabytes() * 1024L * 1024,
        settings.limits().mostPixels());
  }

  private static BlurCorrection correction(Job.Options options, JobFiles.Folder files) {
    boolean map = options.blur().equals(Job.Options.MAP);
    return BlurOption.of(map ? files.told().toString() : options.blur(), options.strength());
  }

  private static Job.Facts facts(Enlarged enlarged, double seconds, long bytes) {
    return new Job.Facts(
        enlarged.inputWidth(),
        enlarged.inputHeight(),
        enlarged.width(),
        enlarged.height(),
        enlarged.meanBlur(),
        enlarged.greatestBlur(),
        seconds,
        bytes);
  }

  private static @org.jspecify.annotations.Nullable String note(
      Job job, Enlarged enlarged, JobFiles.Folder files) {
    String note = enlarged.note();
    return note == null ? null : note.replace(files.upload().toString(), job.name());
  }
}
