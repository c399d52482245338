package dev.clearer.net.dcls;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * A group of blocks. It returns <em>twice</em> the output of its last block: the reference means to
 * add the group's input, but its blocks have overwritten that by then. Published weights rely on
 * it.
 */
final class DualPathGroup extends Module {
  private static final double FACTOR = 2;

  private final ModuleList<DualPathBlock> blocks;

  DualPathGroup(DclsConfig config) {
    blocks =
        register_module("body", ModuleList.list(config.blocks(), i -> new DualPathBlock(config)));
  }

  /** The next streams. */
  DualPath forward(DualPath x) {
    Tensor[] next =
        Scope.returningAll(
            () -> {
              DualPath y = x;
              for (DualPathBlock block : blocks.all()) {
                y = block.forward(y);
              }
              DualPath twice = y.times(FACTOR);
              return new Tensor[] {twice.wide(), twice.narrow()};
            });
    return new DualPath(next[0], next[1]);
  }

  /** What the first block makes of {@code x}. */
  DualPath first(DualPath x) {
    return blocks.get(0).forward(x);
  }
}
