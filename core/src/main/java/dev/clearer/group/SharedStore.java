package dev.clearer.group;

import dev.clearer.tensor.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Backend;
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
  private @Nullable Backend owner;

  private SharedStore(Store store) {
    this.store = store;
  }

  /**
   * The store at {@code meeting}; open it outside any scope.
   *
   * @param serving whether to open it there, or else to find it there
   * @throws RuntimeException as libtorch says it, if it cannot be reached
   */
  static SharedStore at(Peers.Meeting meeting, boolean serving, Duration timeout) {
    TCPStoreOptions options = new TCPStoreOptions();
    options
        .port((short) meeting.port())
        .isServer(serving)
        .waitWorkers(false)
        .timeout(new Milliseconds(timeout.toMillis()));
    Store plain = left(new TCPStore(meeting.host(), options));
    return new SharedStore(left(new PrefixStore("clearer/" + meeting.attempt(), plain)));
  }

  /** The store, left to libtorch: who takes it there owns it, so that Java must not free it. */
  @SuppressWarnings("deprecation") // nothing else takes a pointer from the garbage collector
  private static Store left(Store store) {
    store.deallocate(false);
    return store;
  }

  /** Gives the store to what {@code backend} makes with it, once; they live and die together. */
  Backend giveTo(Function<Store, Backend> backend) {
    if (owner != null) {
      throw new IllegalStateException("the store has an owner");
    }
    Backend made = backend.apply(store);
    owner = made;
    return made;
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
}
