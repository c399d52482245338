package dev.clearer.app.serve;

import dev.clearer.Progress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Never gets done by itself with pictures whose name begins with "slow"; others are done by {@code
 * other}.
 */
record SlowWork(JobQueue.Work other, List<String> begun) implements JobQueue.Work {
  SlowWork(JobQueue.Work other) {
    this(other, new CopyOnWriteArrayList<>());
  }

  @Override
  public Job run(Job job, JobFiles.Folder files, Progress progress) {
    begun.add(job.name());
    while (job.name().startsWith("slow")) {
      progress.report(0.25);
      RunningServer.pause();
    }
    return other.run(job, files, progress);
  }
}
