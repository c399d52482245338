package dev.clearer.app.serve;

import dev.clearer.image.MapKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The real server, queue and database in a process of its own, without a network: what it writes is
 * made of the upload, in a given time. Arguments: the folder, milliseconds a job, settings.
 */
public final class FakeServer {
  private static final int STEPS = 5;

  private FakeServer() {}

  /** Runs until it is killed. */
  public static void main(String... arguments) {
    Path data = Path.of(arguments[0]);
    long millis = Long.parseLong(arguments[1]);
    String[] changes = Arrays.copyOfRange(arguments, 2, arguments.length);
    Server server =
        Server.start(
            RunningServer.settings(changes),
            data,
            null,
            work(millis),
            new ServerLog(new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
    System.out.println("Clearer listens at http://127.0.0.1:" + server.port());
  }

  /** Work whose results are known: the picture is the upload, maps have a name before it. */
  static JobQueue.Work work(long millis) {
    return (job, files, progress) -> {
      try {
        for (int step = 0; step < STEPS; step++) {
          progress.report(step / (double) STEPS);
          Thread.sleep(millis / STEPS);
        }
        byte[] upload = Files.readAllBytes(files.upload());
        for (Path map : List.of(files.map(MapKind.BLUR), files.map(MapKind.CLASSES))) {
          Files.write(map, map(map.getFileName().toString(), upload));
        }
        Files.write(files.result(), upload);
        return job.done(
            new Job.Facts(8, 8, 32, 32, 0, 0, millis / 1e3, files.bytes(), List.of()), null);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  /** What a map of that name holds. */
  static byte[] map(String name, byte[] upload) {
    byte[] map = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 20 + upload.length);
    System.arraycopy(upload, 0, map, 20, upload.length);
    return map;
  }
}
