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

/**
 * A key-value store of strings and counters that all processes of a run share: libtorch's TCPStore.
 */
final class SharedStore {
  private final Store store;
  private @Nullable Backend owner;

  private SharedStore(Store store) {
    this.store = store;
  }

  /**
   * Opens the store at {@code endpoint}; call it outside any scope.
   *
   * @param serving whether to host the store there instead of connecting to it
   * @throws RuntimeException of libtorch if it cannot be reached
   */
  static SharedStore at(Peers.Endpoint endpoint, boolean serving, Duration timeout) {
    TCPStoreOptions options = new TCPStoreOptions();
    options
        .port((short) endpoint.port())
        .isServer(serving)
        .waitWorkers(false)
        .timeout(new Milliseconds(timeout.toMillis()));
    Store plain = owned(new TCPStore(endpoint.host(), options));
    return new SharedStore(owned(new PrefixStore("clearer/" + endpoint.attempt(), plain)));
  }

  /** Leaves the store to libtorch, whose objects own it, so that Java must not free it. */
  @SuppressWarnings("deprecation") // the only way to detach a pointer from the garbage collector
  private static Store owned(Store store) {
    store.deallocate(false);
    return store;
  }

  /**
   * Passes the store, at most once, to the backend that {@code backend} creates and that owns it.
   */
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

  /** The text under {@code key}; null until a process has put one. */
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

  /** Adds {@code more} to the counter {@code key}, which starts at 0, and returns its new value. */
  long count(String key, long more) {
    return store.add(key, more);
  }
}
