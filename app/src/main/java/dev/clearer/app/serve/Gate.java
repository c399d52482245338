package dev.clearer.app.serve;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every request before it is answered: whom it is meant for, which page sent it, whether
 * it knows the token.
 */
final class Gate {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "[::1]");

  private final ServerSettings settings;
  private final @Nullable String token;
  private final boolean local;

  Gate(ServerSettings settings, @Nullable String token) {
    this.settings = settings;
    this.token = token;
    local = isLoopback(settings.host());
  }

  /** Whether only this machine reaches {@code host}. */
  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Sets the headers of every answer, and refuses what is not for us. */
  void check(Context context) {
    context.header("Content-Security-Policy", POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    requireOurName(context);
    requireOurPage(context);
    String path = context.path();
    boolean open = path.equals("/api/openapi.json");
    if (!open && (path.startsWith("/api/") || path.equals("/metrics"))) {
      requireToken(context);
    }
  }

  /** A page of another name that resolves to this machine must not read our answers. */
  private void requireOurName(Context context) {
    String host = context.header("Host");
    if (local && (host == null || !isOurs(host.replaceFirst(":\\d+$", "")))) {
      throw Refusal.of(421, "This server does not answer to that host name (server.yml: names).");
    }
  }

  private boolean isOurs(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return LOCAL.contains(lower) || settings.names().contains(lower);
  }

  private static void requireOurPage(Context context) {
    boolean reads = List.of("GET", "HEAD").contains(context.req().getMethod());
    if (!reads && "cross-site".equals(context.header("Sec-Fetch-Site"))) {
      throw Refusal.of(403, "Another site's page may not do this.");
    }
  }

  private void requireToken(Context context) {
    if (token == null) {
      return;
    }
    String sent = String.valueOf(context.header("Authorization"));
    if (!MessageDigest.isEqual(bytes("Bearer " + token), bytes(sent))) {
      context.header("WWW-Authenticate", "Bearer");
      throw Refusal.of(401, "This server wants its access token.");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
