package dev.clearer.net.cmos;

import dev.clearer.net.block.BlurAndClasses;
import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Two basic blocks for each task and, at the finest scale, an auxiliary prediction. */
final class TaskHeads extends Module {
  private static final String BLUR = "blur";
  private static final String CLASSES = "seg";
  private static final int BLOCKS = 2;

  private final ModuleList<ModuleList<BasicBlock>> refinement;
  private final @Nullable ModuleList<Conv2dImpl> decoders;

  /**
   * Heads with {@code channels} channels, with auxiliary predictions if {@code classes} is not 0.
   */
  TaskHeads(int channels, int classes) {
    Map<String, ModuleList<BasicBlock>> tasks = new LinkedHashMap<>();
    tasks.put(CLASSES, blocks(channels));
    tasks.put(BLUR, blocks(channels));
    refinement = register_module("refinement", new ModuleList<>(tasks));
    decoders = classes == 0 ? null : register_module("decoders", decoders(channels, classes));
  }

  private static ModuleList<BasicBlock> blocks(int channels) {
    return ModuleList.list(BLOCKS, i -> new BasicBlock(channels, Layers.MOMENTUM));
  }

  private static ModuleList<Conv2dImpl> decoders(int channels, int classes) {
    Map<String, Conv2dImpl> tasks = new LinkedHashMap<>();
    tasks.put(CLASSES, Layers.conv(channels, classes, 1));
    tasks.put(BLUR, Layers.conv(channels, 1, 1));
    return new ModuleList<>(tasks);
  }

  /** Maps two (N, channels, H, W) tensors to two of the same shape. */
  BlurAndClasses forward(BlurAndClasses inputs) {
    return new BlurAndClasses(refine(BLUR, inputs.first()), refine(CLASSES, inputs.second()));
  }

  /** (N, channels, H, W) to (N, 1, H, W). */
  Tensor auxiliaryBlur(Tensor blurFeature) {
    return decode(BLUR, blurFeature);
  }

  /** (N, channels, H, W) to (N, classes, H, W). */
  Tensor auxiliaryClasses(Tensor classFeature) {
    return decode(CLASSES, classFeature);
  }

  private Tensor refine(String task, Tensor feature) {
    Tensor current = feature;
    for (BasicBlock block : refinement.get(task).all()) {
      current = block.forward(current);
    }
    return current;
  }

  private Tensor decode(String task, Tensor feature) {
    if (decoders == null) {
      throw new IllegalStateException("no auxiliary prediction at this scale");
    }
    return decoders.get(task).forward(feature);
  }
}
