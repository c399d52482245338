package dev.clearer.app.serve;

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

  static void addTo(Routes routes) {
    serve(routes, "/", "page.html");
    serve(routes, "/page.css", "page.css");
    serve(routes, "/page.js", "page.js");
    serve(routes, "/icon.svg", "icon.svg");
    serve(routes, "/api/openapi.json", "openapi.json");
  }

  private static void serve(Routes routes, String path, String name) {
    byte[] bytes = read(name);
    String type = String.valueOf(TYPES.get(name));
    routes.get(
        path,
        Access.OPEN,
        context -> context.contentType(type).header("Cache-Control", "no-cache").result(bytes));
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
