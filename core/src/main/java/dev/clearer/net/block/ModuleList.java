package dev.clearer.net.block;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Module;

/**
 * Named modules of one type, like PyTorch's ModuleList and ModuleDict. It only groups their
 * weights, and it keeps them alive: JavaCPP frees a module that Java no longer references.
 */
public final class ModuleList<M extends Module> extends Module {
  private final Map<String, M> parts = new LinkedHashMap<>();

  /** Registers {@code parts} under their names. */
  public ModuleList(Map<String, M> parts) {
    parts.forEach((name, part) -> this.parts.put(name, register_module(name, part)));
  }

  /** Registers {@code count} parts with the names 0, 1, ... */
  public static <M extends Module> ModuleList<M> list(int count, IntFunction<M> part) {
    return spaced(count, 1, part);
  }

  /**
   * Registers {@code count} parts with the names 0, {@code step}, 2 {@code step}, ...: the layers
   * with weights of a PyTorch Sequential with activations between them.
   */
  public static <M extends Module> ModuleList<M> spaced(int count, int step, IntFunction<M> part) {
    Map<String, M> numbered = new LinkedHashMap<>();
    IntStream.range(0, count).forEach(i -> numbered.put(String.valueOf(i * step), part.apply(i)));
    return new ModuleList<>(numbered);
  }

  /** The part with the name {@code name}, which must exist. */
  public M get(String name) {
    M part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException("no part " + name);
    }
    return part;
  }

  /** The part with the name {@code index}. */
  public M get(int index) {
    return get(String.valueOf(index));
  }

  /** Whether there is a part with the name {@code name}. */
  public boolean has(String name) {
    return parts.containsKey(name);
  }

  /** All parts, in order. */
  public List<M> all() {
    return List.copyOf(parts.values());
  }
}
