package dev.clearer.net.compact;

import static org.bytedeco.pytorch.global.torch.avg_pool2d;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.pixel_unshuffle;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.upsample_bilinear2d;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * The estimator of {@link Compact}: estimates blur and semantics of a low-resolution picture
 * jointly, with an encoder of two or three levels (halved by space-to-depth, which loses nothing),
 * one stream for each task, and attention between the streams at half the size.
 */
final class CompactEstimator extends Module {
  /** Side of the windows for weights without attention; it determines the padding. */
  static final int PLAIN_WINDOW = 8;

  private final Conv2dImpl down1;
  private final Conv2dImpl down2;
  private final UnaryOperator<Tensor> context;
  private final Conv2dImpl lateral;
  private final List<ResidualBlock> fine;
  private final List<ResidualBlock> coarse;
  private final Conv2dImpl blurIn;
  private final Conv2dImpl semanticIn;
  private final Exchange exchange;
  private final ResidualBlock blurBlock;
  private final ResidualBlock semanticBlock;
  private final Conv2dImpl blurOut;
  private final Conv2dImpl semanticOut;

  CompactEstimator(CompactConfig config) {
    CompactConfig.Estimator sizes = config.estimator();
    int width = sizes.width();
    int stream = sizes.streamWidth();
    down1 = register_module("down1", Layers.reluConv(6 * 4, width, 3));
    fine = blocks("fine", 2, width);
    down2 = register_module("down2", Layers.reluConv(4 * width, 2 * width, 1));
    coarse = blocks("coarse", sizes.blocks(), 2 * width);
    context = context(sizes);
    lateral = register_module("lateral", Layers.reluConv(2 * width, width, 1));
    blurIn = register_module("blur_in", Layers.reluConv(2 * width, stream, 3));
    semanticIn = register_module("semantic_in", Layers.reluConv(2 * width, stream, 3));
    exchange = exchange(sizes);
    blurBlock = register_module("blur_block", new ResidualBlock(stream));
    semanticBlock = register_module("semantic_block", new ResidualBlock(stream));
    blurOut = register_module("blur_out", Layers.drawn(Layers.conv(stream, 1, 3), 0.3));
    semanticOut =
        register_module(
            "semantic_out", Layers.drawn(Layers.conv(stream, config.classes(), 3), 0.3));
  }

  /** An interaction between two streams of equal size. */
  private interface Exchange {
    Tensor[] forward(Tensor blurFeature, Tensor semanticFeature);
  }

  private Exchange exchange(CompactConfig.Estimator sizes) {
    int stream = sizes.streamWidth();
    return switch (sizes.interaction()) {
      case GIA ->
          register_module("gia", new CompactGia(stream, sizes.groups(), sizes.window()))::forward;
      case CONCATENATION -> register_module("concatenation", new Concatenation(stream))::forward;
    };
  }

  /** The contribution of the context at an eighth of the size to the features at a quarter. */
  private UnaryOperator<Tensor> context(CompactConfig.Estimator sizes) {
    if (sizes.contextBlocks() == 0) {
      return UnaryOperator.identity();
    }
    int channels = 2 * sizes.width();
    Conv2dImpl in = register_module("context_in", Layers.reluConv(4 * channels, channels, 1));
    List<ResidualBlock> blocks = blocks("context", sizes.contextBlocks(), channels);
    Conv2dImpl out =
        register_module("context_out", Layers.drawn(Layers.conv(channels, channels, 1), 0.3));
    return quarter -> {
      Tensor eighth = relu(in.forward(pixel_unshuffle(quarter, 2)));
      for (ResidualBlock block : blocks) {
        eighth = block.forward(eighth);
      }
      long[] size = {quarter.size(2), quarter.size(3)};
      return quarter.add(upsample_bilinear2d(out.forward(eighth), size, false));
    };
  }

  private List<ResidualBlock> blocks(String name, int count, int channels) {
    List<ResidualBlock> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(register_module(name + i, new ResidualBlock(channels)));
    }
    return blocks;
  }

  /**
   * Estimates both maps.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1], H and W multiples of {@link Compact#multiple}
   * @return sigma in high-resolution pixels (N, 1, H, W), and class scores (N, K, H, W)
   */
  Tensor[] forward(Tensor lowResolution) {
    return Scope.returningAll(
        () -> {
          Tensor features = encode(lowResolution);
          Tensor[] streams =
              exchange.forward(relu(blurIn.forward(features)), relu(semanticIn.forward(features)));
          Tensor blur = blurOut.forward(blurBlock.forward(streams[0]));
          Tensor scores = semanticOut.forward(semanticBlock.forward(streams[1]));
          long[] size = {lowResolution.size(2), lowResolution.size(3)};
          return new Tensor[] {
            upsample_bilinear2d(blur, size, false), upsample_bilinear2d(scores, size, false)
          };
        });
  }

  /**
   * The picture, centred, and its fine detail, magnified. Blur shows in the difference from the
   * mean of the 3x3 neighbourhood, which is a hundredth of the picture's range.
   */
  private static Tensor withDetail(Tensor picture) {
    Tensor smooth =
        avg_pool2d(
            picture,
            new long[] {3, 3},
            new long[] {1, 1},
            new long[] {1, 1},
            false,
            false,
            new LongOptional());
    Tensor detail = picture.sub(smooth).mul(new Scalar(10));
    return cat(new TensorVector(picture.sub(new Scalar(0.45)).mul(new Scalar(4)), detail), 1);
  }

  private Tensor encode(Tensor lowResolution) {
    return Scope.returning(
        () -> {
          Tensor half = relu(down1.forward(pixel_unshuffle(withDetail(lowResolution), 2)));
          for (ResidualBlock block : fine) {
            half = block.forward(half);
          }
          Tensor quarter = relu(down2.forward(pixel_unshuffle(half, 2)));
          for (ResidualBlock block : coarse) {
            quarter = block.forward(quarter);
          }
          quarter = context.apply(quarter);
          Tensor around =
              upsample_bilinear2d(
                  lateral.forward(quarter), new long[] {half.size(2), half.size(3)}, false);
          return cat(new TensorVector(half, around), 1);
        });
  }
}
