package dev.clearer.group;

import dev.clearer.InputException;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.Scope;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Backend;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.nccl.ProcessGroupNCCL;
import org.jspecify.annotations.Nullable;

/** A process group on a backend of libtorch's c10d: Gloo on CPUs, NCCL on GPUs. */
final class Collective implements ProcessGroup {
  /**
   * Practically unlimited: the heartbeat detects lost processes, and slow ones must not time out.
   */
  private static final Duration OPERATION_TIMEOUT = Duration.ofDays(30);

  private static final long FIRST_PAUSE_NANOS = 50_000;
  private static final long LONGEST_PAUSE_NANOS = 2_000_000;

  private final Backend backend;
  private final Heartbeat heartbeat;
  private final Peers workers;
  private final Device device;

  private Collective(Backend backend, Heartbeat heartbeat, Peers workers, Device device) {
    this.backend = backend;
    this.heartbeat = heartbeat;
    this.workers = workers;
    this.device = device;
  }

  /**
   * Connects the processes that have agreed through {@code store}; call it outside any scope.
   *
   * @throws InputException if this build lacks what {@code device} needs
   * @throws LostProcessException if they cannot connect
   */
  static Collective of(Peers workers, SharedStore store, Device device) {
    Backend backend =
        store.giveTo(given -> device == Device.CUDA ? nccl(workers, given) : gloo(workers, given));
    backend.setTimeout(new Milliseconds(OPERATION_TIMEOUT.toMillis()));
    return new Collective(backend, new Heartbeat(store, workers), workers, device);
  }

  private static Backend gloo(Peers workers, Store store) {
    ProcessGroupGloo.Options options =
        ProcessGroupGloo.Options.create(new Milliseconds(workers.limits().silence().toMillis()));
    try {
      options.devices().push_back(device(workers.endpoint()));
    } catch (RuntimeException e) {
      throw new InputException(
          ("%s cannot be reached at \"%s\". In --workers, use the name under which the others"
                  + " know this machine, or set its network interface in GLOO_SOCKET_IFNAME.")
              .formatted(workers, workers.endpoint().ownHost()),
          e);
    }
    try {
      return new ProcessGroupGloo(store, workers.rank(), workers.size(), options);
    } catch (RuntimeException e) {
      throw new LostProcessException(
          "%s could not connect to the other processes: %s"
              .formatted(workers, Heartbeat.firstLine(e)),
          e);
    }
  }

  private static org.bytedeco.pytorch.gloo.Device device(Peers.Endpoint endpoint) {
    String network = System.getenv("GLOO_SOCKET_IFNAME");
    if (network != null && !network.isEmpty()) {
      return ProcessGroupGloo.createDeviceForInterface(network);
    }
    return endpoint.ownHost().isEmpty()
        ? ProcessGroupGloo.createDefaultDevice()
        : ProcessGroupGloo.createDeviceForHostname(endpoint.ownHost());
  }

  private static Backend nccl(Peers workers, Store store) {
    try {
      return new ProcessGroupNCCL(store, workers.rank(), workers.size());
    } catch (LinkageError e) {
      throw new InputException(
          "This build lacks NCCL, which GPUs need to train together. Build it with -Pcuda, or"
              + " train on"
              + " CPUs with --set training.device=CPU.",
          e);
    }
  }

  @Override
  public int rank() {
    return workers.rank();
  }

  @Override
  public int size() {
    return workers.size();
  }

  @Override
  public void average(Collection<Tensor> tensors) {
    if (tensors.isEmpty()) {
      return;
    }
    inPlace(
        () -> {
          TensorVector all = new TensorVector(tensors.toArray(Tensor[]::new));
          await(() -> backend.allreduce_coalesced(all));
          Scalar size = new Scalar((double) size());
          tensors.forEach(tensor -> tensor.div_(size));
        });
  }

  @Override
  public double[] mean(double... numbers) {
    return exchanged(numbers, this::average);
  }

  @Override
  public void broadcast(Collection<Tensor> tensors) {
    for (Tensor tensor : tensors) {
      inPlace(
          () -> {
            Tensor whole = tensor.contiguous();
            await(() -> backend.broadcast(new TensorVector(whole)));
            tensor.copy_(whole);
          });
    }
  }

  @Override
  public double[] broadcast(double... numbers) {
    return exchanged(numbers, this::broadcast);
  }

  /** Applies a collective operation to numbers. */
  private double[] exchanged(double[] numbers, Operation operation) {
    double[] result = new double[numbers.length];
    Scope.run(
        () -> {
          Tensor tensor = device.move(Tensor.create(numbers));
          operation.apply(List.of(tensor));
          new DoublePointer(tensor.cpu().data_ptr()).get(result);
        });
    return result;
  }

  /** A collective operation, which all processes call together. */
  private interface Operation {
    void apply(Collection<Tensor> tensors);
  }

  private static void inPlace(Runnable body) {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            body.run();
          }
        });
  }

  private void await(Supplier<Work> operation) {
    try {
      Work work = operation.get();
      long pause = FIRST_PAUSE_NANOS;
      while (!work.isCompleted()) {
        heartbeat.requireAll();
        LockSupport.parkNanos(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      }
      work._wait();
    } catch (LostProcessException e) {
      throw e;
    } catch (RuntimeException e) {
      throw heartbeat.lost(e);
    }
  }

  @Override
  public void requireAll() {
    heartbeat.requireAll();
  }

  @Override
  public @Nullable String lost() {
    return heartbeat.failure();
  }

  /** Does not close the backend: after a loss it would wait for its pending operations. */
  @Override
  public void leave(@Nullable Throwable reason) {
    heartbeat.leave(reason);
  }
}
