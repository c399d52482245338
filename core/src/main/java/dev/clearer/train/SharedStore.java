package dev.clearer.train;

import dev.clearer.tensor.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.ByteVector;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.jspecify.annotations.Nullable;

/** Texts and counters under keys that all processes of a run see: libtorch's TCPStore. */
final class SharedStore {
  private final Store store;

  private SharedStore(Store store) {
    this.store = store;
  }

  /**
   * The store at {@code meeting}; open it outside any scope.
   *
   * @param serving whether to open it there, or else to find it there
   * @throws RuntimeException as libtorch says it, if it cannot be reached
   */
  static SharedStore at(Workers.Meeting meeting, boolean serving, Duration timeout) {
    TCPStoreOptions options = new TCPStoreOptions();
    options
        .port((short) meeting.port())
        .isServer(serving)
        .waitWorkers(false)
        .timeout(new Milliseconds(timeout.toMillis()));
    return new SharedStore(
        new PrefixStore("clearer/" + meeting.attempt(), new TCPStore(meeting.host(), options)));
  }

  void put(String key, String text) {
    Scope.run(() -> store.set(key, new ByteVector(text.getBytes(StandardCharsets.UTF_8))));
  }

  /** The text under {@code key}; null as long as nobody has put one. */
  @Nullable String text(String key) {
    String[] text = new String[1];
    Scope.run(
        () -> {
          if (store.check(new StringVector(key))) {
            text[0] = new String(store.get(key).get(), StandardCharsets.UTF_8);
          }
        });
    return text[0];
  }

  /** Adds {@code more} to the counter {@code key}, 0 at first, and returns it. */
  long count(String key, long more) {
    return store.add(key, more);
  }

  /** For libtorch's own use. */
  Store store() {
    return store;
  }
}
