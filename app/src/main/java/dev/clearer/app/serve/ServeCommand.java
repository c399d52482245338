package dev.clearer.app.serve;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clearer serve}: the page and the HTTP interface. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Serves a page to enlarge pictures in a browser, and an HTTP interface.",
      "It listens to this machine only, unless told otherwise (--host).",
      ""
    },
    footer = {
      "",
      "An access token, if there is one, is in the environment as CLEARER_TOKEN or in a file.",
      "",
      "Examples:",
      "  clearer serve                                 then open http://localhost:8080",
      "  clearer serve --port 9000 --data /var/lib/clearer --set limits.megapixels=4",
      "  clearer serve --print-config >server.yml      all settings, to edit for --config"
    })
public final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--port", paramLabel = "N", description = "Port (default 8080).")
  private @Nullable Integer port;

  @Option(names = "--host", paramLabel = "ADDRESS", description = "Address (default 127.0.0.1).")
  private @Nullable String host;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "clearer-data",
      description = "Folder for jobs and results (default clearer-data).")
  private Path data = Path.of("clearer-data");

  @Option(names = "--config", paramLabel = "FILE", description = "All settings, as YAML.")
  private @Nullable Path config;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change one of the settings.")
  private List<String> changes = List.of();

  @Option(names = "--token-file", paramLabel = "FILE", description = "File of the access token.")
  private @Nullable Path tokenFile;

  @Option(names = "--print-config", description = "Print the settings and end.")
  private boolean print;

  /** Made by the command line. */
  public ServeCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (print) {
      out.print(standardSettings());
      out.flush();
      return 0;
    }
    ServerSettings settings = settings();
    ServerLog log = new ServerLog(spec.commandLine().getErr());
    Server server = Server.start(settings, data, token(), new Workshop(settings), log);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
    out.printf("Clearer listens at http://%s:%d%n", settings.host(), server.port());
    if (!Gate.isLoopback(settings.host()) && token() == null) {
      out.println("Everybody who reaches this address may use it: think of a token.");
    }
    out.flush();
    new CountDownLatch(1).await();
    return 0;
  }

  private ServerSettings settings() {
    List<String> overrides = new ArrayList<>(changes);
    if (port != null) {
      overrides.add("port=" + port);
    }
    if (host != null) {
      overrides.add("host=\"" + host.replace("\"", "") + "\"");
    }
    return config == null
        ? Configuration.parse(standardSettings(), "server.yml", ServerSettings.class, overrides)
        : Configuration.read(config, ServerSettings.class, overrides);
  }

  /** The settings that come with the program, explained. */
  static String standardSettings() {
    return new String(Pages.read("server.yml"), StandardCharsets.UTF_8);
  }

  private @Nullable String token() {
    if (tokenFile == null) {
      String token = System.getenv("CLEARER_TOKEN");
      return token == null || token.isBlank() ? null : token.strip();
    }
    try {
      String token = Files.readString(tokenFile).strip();
      if (token.isEmpty()) {
        throw new InputException(tokenFile + " is empty: write a token into it.");
      }
      return token;
    } catch (IOException e) {
      throw new InputException(tokenFile + " cannot be read: name a file with the token.", e);
    }
  }
}
