package dev.clearer.app.serve;

import io.javalin.config.RouterConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The page and the description of the interface: a few files from the program itself. */
final class Pages {
  private static final Map<String, String> TYPES =
      Map.of(
          "page.html", "text/html; charset=utf-8",
          "page.css", "text/css; charset=utf-8",
          "page.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml",
          "openapi.json", "application/json");

  private Pages() {}

  static void addTo(RouterConfig router) {
    serve(router, "/", "page.html");
    serve(router, "/page.css", "page.css");
    serve(router, "/page.js", "page.js");
    serve(router, "/icon.svg", "icon.svg");
    serve(router, "/api/openapi.json", "openapi.json");
  }

  private static void serve(RouterConfig router, String path, String name) {
    byte[] bytes = read(name);
    String type = String.valueOf(TYPES.get(name));
    router.mount(
        app ->
            app.get(
                path,
                context ->
                    context.contentType(type).header("Cache-Control", "no-cache").result(bytes)));
  }

  /** A file of this package's resources. */
  static byte[] read(String name) {
    try (InputStream file = Pages.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is not in the program");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
