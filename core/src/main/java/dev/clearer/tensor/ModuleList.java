package dev.clearer.tensor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Module;

/**
 * Several modules of one kind under names, like PyTorch's ModuleList, ModuleDict or Sequential: it
 * only groups their weights. It also keeps them alive, since JavaCPP frees a module that Java no
 * longer holds.
 */
public final class ModuleList<M extends Module> extends Module {
  private final Map<String, M> modules = new LinkedHashMap<>();

  /** {@code modules} under their names. */
  public ModuleList(Map<String, M> modules) {
    modules.forEach((name, module) -> this.modules.put(name, register_module(name, module)));
  }

  /** {@code count} modules called 0, 1, ... */
  public static <M extends Module> ModuleList<M> of(int count, IntFunction<M> module) {
    return spaced(count, 1, module);
  }

  /**
   * {@code count} modules called 0, {@code step}, 2 {@code step}, ...: the layers with weights of a
   * PyTorch Sequential that has activations between them.
   */
  public static <M extends Module> ModuleList<M> spaced(
      int count, int step, IntFunction<M> module) {
    Map<String, M> numbered = new LinkedHashMap<>();
    IntStream.range(0, count).forEach(i -> numbered.put(String.valueOf(i * step), module.apply(i)));
    return new ModuleList<>(numbered);
  }

  /** The module called {@code name}, which must exist. */
  public M get(String name) {
    M module = modules.get(name);
    if (module == null) {
      throw new IllegalArgumentException("no module " + name);
    }
    return module;
  }

  /** The module called {@code index}. */
  public M get(int index) {
    return get(String.valueOf(index));
  }

  /** All modules in order. */
  public List<M> all() {
    return List.copyOf(modules.values());
  }
}
