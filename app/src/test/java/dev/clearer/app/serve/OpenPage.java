package dev.clearer.app.serve;

import dev.clearer.net.compact.Compact;
import dev.clearer.net.compact.CompactConfig;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real page of a real server, with untrained weights, opened anew in a real browser before each
 * test.
 */
abstract class OpenPage {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static @Nullable Browser started;
  private static Path model = Path.of("unset");
  @Nullable RunningServer running;

  @BeforeAll
  static void start() {
    started = new Browser(shared);
    model = shared.resolve("untrained.safetensors");
    Weights.of(new Compact(CompactConfig.standard())).write(model);
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.close();
    }
  }

  static Browser browser() {
    return Objects.requireNonNull(started);
  }

  RunningServer server() {
    return Objects.requireNonNull(running);
  }

  @BeforeEach
  void open() {
    running = serve(0, true);
    browser().size(1400, 1200, false);
    browser().driver.get(server().url("/"));
    browser().script("localStorage.clear(); sessionStorage.clear()");
    browser().driver.navigate().refresh();
    browser().until("document.querySelector('#model').options.length == 1");
    browser().complaints(); // those of the test before
  }

  RunningServer serve(int port, boolean slow) {
    String[] changes = {"models=[\"" + model + "\"]", "port=" + port};
    JobQueue.Work real = new Workshop(RunningServer.settings(changes));
    return new RunningServer(
        folder.resolve("data"), slow ? new SlowWork(real) : real, new Contract(), null, changes);
  }

  @AfterEach
  void close() {
    browser().driver.get("about:blank");
    server().close();
  }

  void choose(String name, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve(name), bytes);
    browser().find("#file").sendKeys(file.toString());
  }

  String enlarge(String name) throws IOException {
    choose(name, Pictures.jpeg(60, 40));
    browser().until("!document.querySelector('#viewer').hidden && !state.pending");
    return browser().script("return state.job.id");
  }
}
