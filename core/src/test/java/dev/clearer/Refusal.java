package dev.clearer;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Objects;
import org.junit.jupiter.api.function.Executable;

/** What the user is told when something is refused. */
public final class Refusal {
  private Refusal() {}

  /** The message of the {@link InputException} that {@code refused} must throw. */
  public static String of(Executable refused) {
    return Objects.requireNonNull(assertThrows(InputException.class, refused).getMessage());
  }
}
