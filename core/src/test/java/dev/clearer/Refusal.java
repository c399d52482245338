package dev.clearer;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Objects;
import org.junit.jupiter.api.function.Executable;

/** Reads the message of a refusal. */
public final class Refusal {
  private Refusal() {}

  /** The message of the {@link InputException} that {@code action} must throw. */
  public static String of(Executable action) {
    return Objects.requireNonNull(assertThrows(InputException.class, action).getMessage());
  }
}
