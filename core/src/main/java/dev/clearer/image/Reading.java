package dev.clearer.image;

import dev.clearer.InputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One file that is being read: its name for messages, what is allowed, and what there is to tell
 * about it.
 */
final class Reading {
  private final String name;
  private final long mostPixels;
  private final boolean damageAccepted;
  private final List<String> notes = new ArrayList<>();

  /**
   * A reading that has met nothing yet.
   *
   * @param name what messages call the file
   * @param mostPixels the largest width times height
   * @param damageAccepted whether a damaged file is read as far as it goes
   */
  Reading(String name, long mostPixels, boolean damageAccepted) {
    this.name = name;
    this.mostPixels = mostPixels;
    this.damageAccepted = damageAccepted;
  }

  /** Reads strictly. */
  Reading(String name, long mostPixels) {
    this(name, mostPixels, false);
  }

  /** Work that reads a file. */
  interface Work<T> {
    T done() throws IOException, DamagedException, TruncatedException, UnsupportedException;
  }

  /** The file ends before the picture does. */
  static final class TruncatedException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** The file contradicts itself; the message completes "is damaged (...)". */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  /** The file is good but nobody reads it here; the message is what it has, such as "ZSTD". */
  static final class UnsupportedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsupportedException(String message) {
      super(message);
    }
  }

  /**
   * Does {@code work}; whatever it throws becomes one sentence.
   *
   * @throws InputException if it fails in any way that the file can cause
   */
  <T> T run(Work<T> work) {
    try {
      return work.done();
    } catch (InputException e) {
      throw e;
    } catch (TruncatedException e) {
      throw new InputException(name + " ends too early: it is cut off, get the whole file.", e);
    } catch (DamagedException e) {
      throw new InputException(name + " is damaged (" + e.getMessage() + "): get it anew.", e);
    } catch (UnsupportedException e) {
      throw new InputException(
          "%s has %s, which cannot be read here: convert it to PNG."
              .formatted(name, e.getMessage()),
          e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Decoders meet damage with any exception: out of bounds, illegal argument, class cast, ...
      throw new InputException(name + " is damaged and cannot be read: get it anew.", e);
    } catch (LinkageError e) {
      throw new InputException(
          "%s cannot be read here (its native decoder does not start: %s): convert it to PNG."
              .formatted(name, dev.clearer.Reason.of(e)),
          e);
    } catch (OutOfMemoryError e) {
      throw new InputException(
          name + " does not fit into memory: make it smaller, or use a machine with more.", e);
    }
  }

  /** What messages call the file. */
  String name() {
    return name;
  }

  /** Whether a damaged file is read as far as it goes. */
  boolean damageAccepted() {
    return damageAccepted;
  }

  /** Refuses what has more pixels than allowed; call it before decoding. */
  void requireWithin(long width, long height) {
    if (width < 1 || height < 1) {
      throw new InputException(name + " is damaged (it has no pixels): get it anew.");
    }
    if (width > mostPixels / height) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s has %dx%d pixels, over the limit of %s megapixels: raise the limit or make it"
                  + " smaller.",
              name,
              width,
              height,
              BigDecimal.valueOf(mostPixels, 6).stripTrailingZeros().toPlainString()));
    }
  }

  /** Remembers something that the user should know, a whole sentence after the file's name. */
  void note(String sentence) {
    if (!notes.contains(sentence)) {
      notes.add(sentence);
    }
  }

  /** Notes damage of an unknown extent, unless it is known what is missing. */
  void noteDamage(String fault) {
    if (notes.stream().noneMatch(note -> note.startsWith("is damaged"))) {
      note("is damaged (" + fault + "): parts of the picture may be wrong.");
    }
  }

  /**
   * Notes that a share of the picture could not be read.
   *
   * @param share over 0 to 1
   */
  void noteMissing(double share) {
    double percent = Math.max(0.1, Math.min(100, 100 * share));
    note(String.format(Locale.ROOT, "is damaged: %.1f %% of the picture is missing.", percent));
  }

  /** All that there is to tell, in one line; null if nothing. */
  @Nullable String notes() {
    return notes.isEmpty() ? null : name + " " + String.join(" It ", notes);
  }
}
