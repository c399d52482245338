package dev.clearer.app.serve;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every request before it is answered: which host it is meant for, which page sent it, and
 * whether it has the token.
 */
final class Gate {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);
  private static final Pattern PORT = Pattern.compile(":\\d+$");

  /** An IPv4 or IPv6 address as a URL has it. No page can make a name of its own look like one. */
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

  private final ServerSettings settings;
  private final @Nullable String token;
  private final boolean local;
  private final String machine;

  Gate(ServerSettings settings, @Nullable String token) {
    this.settings = settings;
    this.token = token;
    local = isLoopback(settings.host());
    machine = local ? "localhost" : machineName();
  }

  /** Whether only this machine reaches {@code host}. */
  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String machineName() {
    try {
      return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Sets the headers of every answer, and refuses requests that are not for this server. */
  void check(Context context) {
    context.header("Content-Security-Policy", POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    requireOurName(context);
    requireOurPage(context);
  }

  /**
   * A page whose own name resolves to this machine (DNS rebinding) must not read our answers. Where
   * others than this machine can reach the server, a token keeps such a page out.
   */
  private void requireOurName(Context context) {
    boolean guarded = local || token == null;
    if (guarded && !isOurs(host(context))) {
      throw Refusal.of(
          421, "This server does not answer to that host name: add it to names in server.yml.");
    }
  }

  private static String host(Context context) {
    return String.valueOf(context.header("Host")).toLowerCase(Locale.ROOT);
  }

  private boolean isOurs(String host) {
    String name = withoutPort(host);
    return LOOPBACK.contains(name)
        || isNamed(host)
        || (!local && (ADDRESS.matcher(name).matches() || name.equals(machine)));
  }

  /** Whether the settings name it, with its port or for every port. */
  private boolean isNamed(String host) {
    List<String> names = settings.names();
    return names.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .anyMatch(name -> name.equals(host) || name.equals(withoutPort(host)));
  }

  private static String withoutPort(String host) {
    return PORT.matcher(host).replaceFirst("");
  }

  /** Another site's page may neither change anything here nor read answers. */
  private void requireOurPage(Context context) {
    String site = context.header("Sec-Fetch-Site"); // browsers send it, pages cannot
    boolean foreign =
        site == null
            ? isForeign(context.header("Origin"), host(context))
            : !READING.contains(context.method())
                && !site.equals("same-origin")
                && !site.equals("none");
    if (foreign) {
      throw Refusal.of(403, "Another site's page may not do this.");
    }
  }

  private boolean isForeign(@Nullable String origin, String host) {
    if (origin == null) {
      return false;
    }
    try {
      String sender = String.valueOf(new URI(origin).getRawAuthority()).toLowerCase(Locale.ROOT);
      return !sender.equals(host) && !isNamed(sender);
    } catch (URISyntaxException e) {
      return true;
    }
  }

  /** Refuses who has no token, wherever the route does not say that it is open. */
  void checkToken(Context context) {
    if (token == null || context.routeRoles().contains(Access.OPEN)) {
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
