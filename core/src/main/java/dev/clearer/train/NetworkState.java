package dev.clearer.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.Tensor;

/** Handles to a network's tensors, by name; create them outside any scope. */
final class NetworkState {
  private NetworkState() {}

  static Map<String, Tensor> parameters(Module network) {
    return named(network.named_parameters());
  }

  /** The parameters whose names match {@code wanted}. */
  static Map<String, Tensor> parameters(Module network, Predicate<String> wanted) {
    Map<String, Tensor> parameters = parameters(network);
    parameters.keySet().retainAll(parameters.keySet().stream().filter(wanted).toList());
    return parameters;
  }

  /** Buffers, such as the running statistics of batch norms. */
  static Map<String, Tensor> buffers(Module network) {
    return named(network.named_buffers());
  }

  /** Parameters and buffers. */
  static Map<String, Tensor> all(Module network) {
    Map<String, Tensor> all = parameters(network);
    all.putAll(buffers(network));
    return all;
  }

  private static Map<String, Tensor> named(StringTensorDict dictionary) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (long i = 0; i < dictionary.size(); i++) {
      // a new handle, because the dictionary's own is freed with the dictionary
      Tensor own = new Tensor(dictionary.get(i).value());
      if (own.defined()) {
        named.put(dictionary.get(i).key().getString(), own);
      }
    }
    return named;
  }
}
