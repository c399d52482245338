package dev.clearer.net.block;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Resamples a feature along a flow that is estimated from it and a finer feature. */
final class FlowAlignment extends Module {
  private static final long BILINEAR = 0;
  private static final long ZEROS = 0;

  private final Conv2dImpl ofFirst;
  private final Conv2dImpl ofSecond;
  private final Conv2dImpl flow;
  private final Conv2dImpl last;

  FlowAlignment(int firstChannels, int channels) {
    ofFirst = register_module("down_h", Layers.conv(firstChannels, channels, 1, 1, false));
    ofSecond = register_module("down_l", Layers.conv(channels, channels, 1, 1, false));
    flow = register_module("flow_make", Layers.conv(2 * channels, 2, 3, 1, false));
    last = register_module("conv_last", Layers.conv(firstChannels, channels, 3, 1, false));
  }

  /** (N, firstChannels, h, w) and (N, channels, H, W) to (N, channels, H, W). */
  Tensor forward(Tensor first, Tensor second) {
    return Scope.returning(
        () -> {
          Tensor resized =
              Ops.resize(ofFirst.forward(first), Ops.height(second), Ops.width(second), true);
          Tensor offsets = flow.forward(Ops.concat(resized, ofSecond.forward(second)));
          return last.forward(torch.grid_sampler(first, places(offsets), BILINEAR, ZEROS, true));
        });
  }

  /**
   * Converts offsets in half pixels, (N, 2, H, W), to sampling positions, (N, H, W, 2), with the
   * corners at -1 and 1.
   */
  private static Tensor places(Tensor offsets) {
    long height = Ops.height(offsets);
    long width = Ops.width(offsets);
    Tensor rows = line(height, offsets).view(height, 1).expand(height, width);
    Tensor columns = line(width, offsets).view(1, width).expand(height, width);
    Tensor identity = torch.stack(new TensorVector(columns, rows), 2);
    Tensor size =
        torch.stack(
            new TensorVector(
                torch.full_like(rows, new Scalar((double) width)),
                torch.full_like(rows, new Scalar((double) height))),
            2);
    return offsets.permute(0, 2, 3, 1).div(size).add(identity);
  }

  private static Tensor line(long points, Tensor like) {
    // Rounded to float32 in every precision, as in the reference.
    TensorOptions options = like.options().dtype(new ScalarTypeOptional(ScalarType.Float));
    return torch
        .linspace(new Scalar(-1.0), new Scalar(1.0), points, options)
        .to(like.scalar_type());
  }
}
