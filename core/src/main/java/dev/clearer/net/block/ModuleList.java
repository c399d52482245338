package dev.clearer.net.block;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Module;

/**
 * Several modules of one kind under names, as PyTorch's ModuleList and ModuleDict: it only groups
 * their weights. It keeps them alive too, since JavaCPP frees a module that Java no longer holds.
 */
public final class ModuleList<M extends Module> extends Module {
  private final Map<String, M> parts = new LinkedHashMap<>();

  /** {@code parts} under their names. */
  public ModuleList(Map<String, M> parts) {
    parts.forEach((name, part) -> this.parts.put(name, register_module(name, part)));
  }

  /** {@code count} parts called 0, 1, ... */
  public static <M extends Module> ModuleList<M> list(int count, IntFunction<M> part) {
    return spaced(count, 1, part);
  }

  /**
   * {@code count} parts called 0, {@code step}, 2 {@code step}, ...: the layers with weights of a
   * PyTorch Sequential that has activations between them.
   */
  public static <M extends Module> ModuleList<M> spaced(int count, int step, IntFunction<M> part) {
    Map<String, M> numbered = new LinkedHashMap<>();
    IntStream.range(0, count).forEach(i -> numbered.put(String.valueOf(i * step), part.apply(i)));
    return new ModuleList<>(numbered);
  }

  /** The part called {@code name}, which must exist. */
  public M get(String name) {
    M part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException("no part " + name);
    }
    return part;
  }

  /** The part called {@code index}. */
  public M get(int index) {
    return get(String.valueOf(index));
  }

  /** Whether there is a part called {@code name}. */
  public boolean has(String name) {
    return parts.containsKey(name);
  }

  /** All parts in order. */
  public List<M> all() {
    return List.copyOf(parts.values());
  }
}
