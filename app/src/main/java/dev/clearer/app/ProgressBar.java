package dev.clearer.app;

import dev.clearer.service.UpscaleBatch;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Shows the progress and the remaining time on standard error, if that is a terminal. */
final class ProgressBar implements UpscaleBatch.Bar {
  private static final int CELLS = 30;
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final String title;
  private final PrintStream terminal;
  private boolean visible;
  private final long start = System.nanoTime();
  private long drawn = start - INTERVAL_NANOS;

  ProgressBar(String title, PrintStream terminal, boolean visible) {
    String safe = Printable.line(title);
    this.title = safe.length() > 30 ? safe.substring(0, 29) + "…" : safe;
    this.terminal = terminal;
    this.visible = visible;
    report(0);
  }

  /** A bar on standard error; hidden unless the launcher found a terminal there. */
  static ProgressBar of(String title) {
    return new ProgressBar(title, System.err, Boolean.getBoolean("clearer.progress"));
  }

  @Override
  public void report(double fraction) {
    long now = System.nanoTime();
    if (visible && now - drawn >= INTERVAL_NANOS) {
      drawn = now;
      terminal.print("\r\u001b[K" + line(fraction, (now - start) / 1e9));
      terminal.flush();
    }
  }

  private String line(double fraction, double seconds) {
    int full = (int) Math.round(fraction * CELLS);
    String cells = "#".repeat(full) + "-".repeat(CELLS - full);
    String left = fraction > 0 ? ", " + left(seconds / fraction - seconds) : "";
    return String.format(Locale.ROOT, "%s [%s] %.0f %%%s", title, cells, 100 * fraction, left);
  }

  private static String left(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s left"
        : String.format(Locale.ROOT, "%d:%02d min left", whole / 60, whole % 60);
  }

  /** Removes the bar. */
  @Override
  public void close() {
    if (visible) {
      visible = false;
      terminal.print("\r\u001b[K");
      terminal.flush();
    }
  }
}
