package dev.clearer.service;

/** What this program is called in what it writes. */
public final class Program {
  /** The version, as Maven's without {@code -SNAPSHOT}. */
  public static final String VERSION = "0.1.0";

  private Program() {}
}
