package dev.clearer.train;

import dev.clearer.tensor.Device;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tiny operations on several threads wait for each other most of the time. */
final class OneThread implements BeforeAllCallback, AfterAllCallback {
  private int threads = Device.threads();

  @Override
  public void beforeAll(ExtensionContext context) {
    threads = Device.threads();
    Device.useThreads(1);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Device.useThreads(threads);
  }
}
