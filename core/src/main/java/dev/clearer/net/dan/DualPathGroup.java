package dev.clearer.net.dan;

import dev.clearer.net.block.ModuleList;
import org.bytedeco.pytorch.Module;

/**
 * A chain of dual-path blocks. <strong>Its result is twice the output of the chain, and its input
 * is not added</strong>: the reference means to add the group's input, but its blocks change the
 * list of features in place, so that the chain's output is added to itself. Published weights
 * depend on it.
 */
final class DualPathGroup extends Module {
  private final ModuleList<DualPathBlock> body;

  DualPathGroup(int blocks, int channels, int kernel1, int kernel2) {
    body =
        register_module(
            "body", ModuleList.list(blocks, i -> new DualPathBlock(channels, kernel1, kernel2)));
  }

  /** Both streams through all blocks, doubled. */
  Features forward(Features features) {
    return Features.returning(
        () -> {
          Features x = features;
          for (DualPathBlock block : body.all()) {
            x = block.forward(x);
          }
          return x.doubled();
        });
  }

  /** Block {@code index}, from 0. */
  DualPathBlock block(int index) {
    return body.get(index);
  }
}
