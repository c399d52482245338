package dev.clearer.group;

import dev.clearer.InputException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A process's view of the processes that train together.
 *
 * @param rank rank of this process, from 0; rank 0 writes files and logs
 * @param size number of processes
 * @param endpoint address of the store through which they find each other
 * @param limits how long they wait for each other
 * @param program version of the program, the same for all
 */
public record Peers(int rank, int size, Endpoint endpoint, Limits limits, String program) {
  /** A single process. */
  public static final Peers ALONE =
      new Peers(0, 1, new Endpoint("", 0, "", false, ""), Limits.DEFAULT, "");

  /** A host name, an IPv4 address or an IPv6 address in brackets, and optionally a port. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:\\[\\]\\s]+))(?::(\\d+))?");

  private static final int PORT = 29_500;
  private static final int LARGEST_PORT = 65_535;

  /** Checks the ranges. */
  public Peers {
    if (size < 1 || rank < 0 || rank >= size) {
      throw new InputException(
          "The rank must be 0 to %3$d for %2$d processes, not %1$d."
              .formatted(rank, size, size - 1));
    }
  }

  /**
   * Address of the key-value store through which the processes find each other.
   *
   * @param host of the store
   * @param port of the store
   * @param ownHost name or address at which the others reach this process; empty for the machine's
   *     name
   * @param hosted whether rank 0 hosts the store; torchrun may host one itself
   * @param attempt identifies this start if earlier ones used the same store
   */
  public record Endpoint(String host, int port, String ownHost, boolean hosted, String attempt) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * How long processes wait for each other.
   *
   * @param join until all have connected at the start
   * @param silence without a heartbeat, after which a process counts as lost
   */
  public record Limits(Duration join, Duration silence) {
    /** Five minutes and 30 seconds. */
    public static final Limits DEFAULT = new Limits(Duration.ofMinutes(5), Duration.ofSeconds(30));

    /** Checks the ranges. */
    public Limits {
      if (join.compareTo(Duration.ofSeconds(1)) < 0
          || silence.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new InputException("--join-timeout and --silence-timeout must be at least 1 second.");
      }
    }
  }

  /**
   * Reads the processes from the command line or, if it names none, from the environment that
   * torchrun sets.
   *
   * @param addresses {@code HOST[:PORT],HOST[:PORT],...} in the order of ranks; only the first port
   *     is used; null if not given
   * @param rank null to use RANK of the environment
   * @throws InputException if the values are missing or contradict each other
   */
  public static Peers of(
      @Nullable String addresses,
      @Nullable Integer rank,
      Map<String, String> environment,
      Limits limits,
      String program) {
    if (addresses != null) {
      return listed(List.of(addresses.split(",", -1)), rank, environment, limits, program);
    }
    if (rank != null) {
      throw new InputException("--rank needs --workers. With torchrun, use neither.");
    }
    return environment.containsKey("WORLD_SIZE")
        ? ofEnvironment(environment, limits, program)
        : ALONE;
  }

  private static Peers listed(
      List<String> addresses,
      @Nullable Integer given,
      Map<String, String> environment,
      Limits limits,
      String program) {
    int size = addresses.size();
    if (given == null && !environment.containsKey("RANK")) {
      throw new InputException(
          "With --workers, also give --rank: 0 to %2$d for the %1$d workers."
              .formatted(size, size - 1));
    }
    int rank = given != null ? given : number(environment, "RANK");
    addresses.forEach(Peers::host); // check all, so that every process reports a bad one
    String own = rank >= 0 && rank < size ? host(addresses.get(rank)) : "";
    String first = addresses.get(0);
    return new Peers(
        rank, size, new Endpoint(host(first), port(first), own, true, ""), limits, program);
  }

  private static String host(String address) {
    Matcher parts = parts(address);
    return parts.group(1) != null ? parts.group(1) : parts.group(2);
  }

  private static int port(String address) {
    String port = parts(address).group(3);
    return port == null ? PORT : port(port, "The port of " + address);
  }

  private static Matcher parts(String address) {
    Matcher parts = ADDRESS.matcher(address.strip());
    if (!parts.matches()) {
      throw new InputException(
          "\"%s\" is not a valid worker. Write --workers HOST:PORT,HOST:PORT.".formatted(address));
    }
    return parts;
  }

  private static int port(String text, String name) {
    int port = number(text, name);
    if (port < 1 || port > LARGEST_PORT) {
      throw new InputException("%s must be from 1 to %d.".formatted(name, LARGEST_PORT));
    }
    return port;
  }

  private static Peers ofEnvironment(
      Map<String, String> environment, Limits limits, String program) {
    for (String name : List.of("RANK", "MASTER_ADDR", "MASTER_PORT")) {
      if (!environment.containsKey(name)) {
        throw new InputException(
            ("WORLD_SIZE is set in the environment but %s is not. Set both, or unset WORLD_SIZE"
                    + " to train in one process.")
                .formatted(name));
      }
    }
    String host = environment.getOrDefault("MASTER_ADDR", "").strip();
    Endpoint endpoint =
        new Endpoint(
            host,
            port(environment.getOrDefault("MASTER_PORT", ""), "MASTER_PORT"),
            isLoopback(host) ? host : "",
            !"True".equals(environment.get("TORCHELASTIC_USE_AGENT_STORE")),
            environment.getOrDefault("TORCHELASTIC_RESTART_COUNT", ""));
    return new Peers(
        number(environment, "RANK"), number(environment, "WORLD_SIZE"), endpoint, limits, program);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // it may be resolvable later
    }
  }

  private static int number(Map<String, String> environment, String name) {
    return number(environment.getOrDefault(name, ""), name);
  }

  private static int number(String text, String name) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new InputException("%s must be a number, not \"%s\".".formatted(name, text), e);
    }
  }

  /** Rank and number of processes, for messages. */
  @Override
  public String toString() {
    return "rank %d of %d".formatted(rank, size);
  }
}
