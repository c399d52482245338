package dev.clearer.net.cmos;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** Predicts one map from the features of all scales, at the size of the finest scale. */
final class Prediction extends Module {
  private final Conv2dImpl mix;
  private final BatchNorm2dImpl norm;
  private final Conv2dImpl last;

  @SuppressWarnings("UnusedVariable") // Kept so that JavaCPP does not free it.
  private final Module group;

  private Prediction(int channels, int out) {
    mix = Layers.conv(channels, channels, 1);
    norm = Layers.norm(channels, Layers.MOMENTUM);
    last = Layers.conv(channels, out, 1);
    Map<String, Module> layers = new LinkedHashMap<>();
    layers.put("0", mix);
    layers.put("1", norm);
    layers.put("3", last);
    group = register_module("last_layer", new ModuleList<>(layers));
  }

  /** The predictions of classes and blur from features with {@code widths} channels. */
  static ModuleList<Prediction> ofBothTasks(List<Integer> widths, int classes) {
    int channels = widths.stream().mapToInt(Integer::intValue).sum();
    Map<String, Prediction> tasks = new LinkedHashMap<>();
    tasks.put("seg", new Prediction(channels, classes));
    tasks.put("blur", new Prediction(channels, 1));
    return new ModuleList<>(tasks);
  }

  /** Maps one (N, width, h, w) per scale to (N, out, H, W), H x W being the size of the first. */
  Tensor forward(Tensor[] features) {
    return Scope.returning(
        () -> {
          Tensor[] resized = new Tensor[features.length];
          for (int scale = 0; scale < resized.length; scale++) {
            resized[scale] =
                Ops.resize(features[scale], Ops.height(features[0]), Ops.width(features[0]), false);
          }
          Tensor mixed = norm.forward(mix.forward(Ops.concat(resized)));
          return last.forward(Ops.reluInPlace(mixed));
        });
  }
}
