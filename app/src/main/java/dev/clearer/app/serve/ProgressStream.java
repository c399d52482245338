package dev.clearer.app.serve;

import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Tells a client how its job gets on, as server-sent events, until the job has ended. */
final class ProgressStream {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final int BETWEEN_MILLIS = 100;

  private final JobQueue queue;
  private final Semaphore streams;

  ProgressStream(JobQueue queue, int most) {
    this.queue = queue;
    streams = new Semaphore(most);
  }

  /** Sends events {@code progress} with the job, or {@code deleted}; blocks its thread. */
  void send(Context context, JobQueue.View view) throws IOException {
    if (!streams.tryAcquire()) {
      throw Refusal.busy("Many are watching already: ask for the job now and then instead.", 2);
    }
    try {
      HttpServletResponse response = context.res();
      response.setContentType("text/event-stream");
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("X-Accel-Buffering", "no"); // nginx would keep the events back
      follow(view, response.getOutputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.release();
    }
  }

  private void follow(JobQueue.View first, ServletOutputStream out)
      throws IOException, InterruptedException {
    JobQueue.View view = first;
    String sent = "";
    while (view != null) {
      String event = "event: progress\ndata: " + Json.write(Api.Shown.of(view)) + "\n\n";
      write(out, event.equals(sent) ? ": still here\n\n" : event);
      sent = event;
      if (view.job().state().ended() || queue.isClosing()) {
        return;
      }
      Thread.sleep(BETWEEN_MILLIS);
      queue.awaitChange(view.change(), HEARTBEAT);
      view = queue.find(view.job().id());
    }
    write(out, "event: deleted\ndata: {}\n\n");
  }

  private static void write(ServletOutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
