package dev.clearer.net.ikc;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * IKC's corrector: looks at the enlarged picture and says how the code that it was enlarged with
 * should change. It belongs to the restorer whose pictures it learnt on: with those of another it
 * misjudges every blur.
 */
public final class Corrector extends Module {
  private static final int CHANNELS = 64;
  private static final int KERNEL = 5;
  private static final int[] STRIDES = {1, 2, 1, 2, 1, 1, 1};

  private final ModuleList<Conv2dImpl> ofPicture;
  private final ModuleList<LinearImpl> ofCode;
  private final ModuleList<Conv2dImpl> ofBoth;

  /** A corrector of codes of so many numbers, with random weights; build it outside any scope. */
  public Corrector(int components) {
    Map<String, Conv2dImpl> convolutions = new LinkedHashMap<>();
    for (int i = 0; i < STRIDES.length; i++) {
      convolutions.put(
          String.valueOf(2 * i),
          Layers.conv(i == 0 ? 3 : CHANNELS, CHANNELS, KERNEL, STRIDES[i], true));
    }
    ofPicture = register_module("ConvNet", new ModuleList<>(convolutions));
    Map<String, LinearImpl> dense = new LinkedHashMap<>();
    dense.put("0", Layers.linear(components, CHANNELS));
    dense.put("2", Layers.linear(CHANNELS, CHANNELS));
    ofCode = register_module("code_dense", new ModuleList<>(dense));
    Map<String, Conv2dImpl> global = new LinkedHashMap<>();
    global.put("0", Layers.conv(2 * CHANNELS, 2 * CHANNELS, 1));
    global.put("2", Layers.conv(2 * CHANNELS, CHANNELS, 1));
    global.put("4", Layers.conv(CHANNELS, components, 1));
    ofBoth = register_module("global_dense", new ModuleList<>(global));
  }

  /**
   * The corrected code.
   *
   * @param picture the enlarged picture, (N, 3, H, W) in [0, 1]
   * @param code that it was enlarged with, (N, components)
   * @return the code plus its correction, (N, components)
   */
  public Tensor forward(Tensor picture, Tensor code) {
    return Scope.returning(() -> code.add(Predictor.mean(map(picture, code))));
  }

  /**
   * The correction before the mean over the picture: (N, components, H / 4, W / 4) rounded up,
   * whatever the scale.
   */
  public Tensor map(Tensor picture, Tensor code) {
    return Scope.returning(
        () -> {
          Tensor seen = features(picture);
          long[] size = {code.size(0), CHANNELS, Ops.height(seen), Ops.width(seen)};
          Tensor told = ofCode(code).unsqueeze(2).unsqueeze(3).expand(size);
          Tensor x = Ops.concat(seen, told);
          x = Ops.leakyReluInPlace(ofBoth.get(0).forward(x), Ikc.SLOPE);
          x = Ops.leakyReluInPlace(ofBoth.get(2).forward(x), Ikc.SLOPE);
          return ofBoth.get(4).forward(x);
        });
  }

  /** Features of the picture: (N, 3, H, W) to (N, 64, H / 4, W / 4), rounded up. */
  Tensor features(Tensor picture) {
    return Scope.returning(
        () -> {
          Tensor x = picture;
          for (Conv2dImpl layer : ofPicture.all()) {
            x = Ops.leakyReluInPlace(layer.forward(x), Ikc.SLOPE);
          }
          return x;
        });
  }

  /** Features of the code: (N, components) to (N, 64). */
  Tensor ofCode(Tensor code) {
    return Scope.returning(
        () -> {
          Tensor hidden = Ops.leakyReluInPlace(ofCode.get(0).forward(code), Ikc.SLOPE);
          return Ops.leakyReluInPlace(ofCode.get(2).forward(hidden), Ikc.SLOPE);
        });
  }
}
