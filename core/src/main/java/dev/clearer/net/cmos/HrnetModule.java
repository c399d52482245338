package dev.clearer.net.cmos;

import dev.clearer.net.block.ConvNorm;
import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** One module of the backbone: first each branch alone, then an exchange between all branches. */
final class HrnetModule extends Module {
  private final ModuleList<ModuleList<BasicBlock>> branches;
  private final ModuleList<ModuleList<Module>> fuse;

  HrnetModule(List<Integer> widths, int blocks) {
    branches =
        register_module(
            "branches",
            ModuleList.list(
                widths.size(),
                b -> ModuleList.list(blocks, i -> new BasicBlock(widths.get(b), Hrnet.MOMENTUM))));
    fuse = register_module("fuse_layers", ModuleList.list(widths.size(), to -> paths(widths, to)));
  }

  /** Maps one feature per branch to one feature per branch, of the same shapes. */
  Tensor[] forward(Tensor[] features) {
    return Scope.returningAll(
        () -> {
          Tensor[] own = new Tensor[features.length];
          for (int b = 0; b < own.length; b++) {
            own[b] = branch(b, features[b]);
          }
          Tensor[] fused = new Tensor[features.length];
          for (int to = 0; to < fused.length; to++) {
            fused[to] = fuse(own, to);
          }
          return fused;
        });
  }

  private Tensor branch(int branch, Tensor feature) {
    Tensor current = feature;
    for (BasicBlock block : branches.get(branch).all()) {
      current = block.forward(current);
    }
    return current;
  }

  private Tensor fuse(Tensor[] own, int to) {
    return Scope.returning(
        () -> {
          Tensor sum = own[to];
          for (int from = 0; from < own.length; from++) {
            if (from != to) {
              sum = sum.add(path(own[from], from, own[to], to));
            }
          }
          return sum.relu();
        });
  }

  /** The contribution of branch {@code from} to branch {@code to}, at the size of {@code to}. */
  private Tensor path(Tensor feature, int from, Tensor target, int to) {
    Module path = fuse.get(to).get(from);
    if (path instanceof ConvNorm narrowing) {
      return Ops.resize(narrowing.forward(feature), Ops.height(target), Ops.width(target), false);
    }
    Tensor current = feature;
    for (Module halving : ((ModuleList<?>) path).all()) {
      current = ((ConvNorm) halving).forward(current);
    }
    return current;
  }

  private static ModuleList<Module> paths(List<Integer> widths, int to) {
    Map<String, Module> paths = new LinkedHashMap<>();
    for (int from = 0; from < widths.size(); from++) {
      if (from > to) {
        ConvNorm narrowing =
            ConvNorm.numbered(widths.get(from), widths.get(to), 1, 1, Hrnet.MOMENTUM, false);
        paths.put(String.valueOf(from), narrowing);
      } else if (from < to) {
        paths.put(String.valueOf(from), halvings(widths.get(from), widths.get(to), to - from));
      }
    }
    return new ModuleList<>(paths);
  }

  /** Convolutions that each halve the size; the last one also widens. */
  private static ModuleList<ConvNorm> halvings(int in, int out, int count) {
    return ModuleList.list(
        count,
        i -> {
          boolean last = i == count - 1;
          return ConvNorm.numbered(in, last ? out : in, 3, 2, Hrnet.MOMENTUM, !last);
        });
  }
}
