package dev.clearer.net.compact;

import static org.bytedeco.pytorch.global.torch.avg_pool2d;
import static org.bytedeco.pytorch.global.torch.bmm;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.leaky_relu;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.sigmoid;
import static org.bytedeco.pytorch.global.torch.upsample_bilinear2d;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Grouping interactive attention of two streams of equal size, made local: the channel attention
 * describes every window by its own mean, where the reference uses the mean of the whole picture. A
 * tile therefore computes what the whole picture would compute there. It has no batch norm, because
 * tiles and small batches have different statistics.
 */
final class CompactGia extends Module {
  private final int channels;
  private final int groups;
  private final int window;
  private final Stream blur;
  private final Stream semantics;

  CompactGia(int channels, int groups, int window) {
    if (channels % groups != 0) {
      throw new IllegalArgumentException(channels + " channels do not split into " + groups);
    }
    this.channels = channels;
    this.groups = groups;
    this.window = window;
    blur = register_module("blur", new Stream(channels, groups, window));
    semantics = register_module("semantics", new Stream(channels, groups, window));
  }

  /**
   * Lets each stream attend to the other.
   *
   * @param blurFeature (N, C, H, W), H and W multiples of the window
   * @param semanticFeature of the same shape
   * @return both streams, of the same shapes
   */
  Tensor[] forward(Tensor blurFeature, Tensor semanticFeature) {
    return Scope.returningAll(
        () -> {
          Tensor[] channel = channelStream(blurFeature, semanticFeature);
          Tensor[] spatial = spatialStream(blurFeature, semanticFeature);
          return new Tensor[] {
            blurFeature.add(blur.merge(channel[0], spatial[0])),
            semanticFeature.add(semantics.merge(channel[1], spatial[1]))
          };
        });
  }

  private Tensor[] channelStream(Tensor first, Tensor second) {
    return Scope.returningAll(
        () -> {
          Tensor feature1 = blur.channelFeature(first);
          Tensor feature2 = semantics.channelFeature(second);
          Tensor mean1 = blur.describe.forward(avg_pool2d(feature1, window, window));
          Tensor mean2 = semantics.describe.forward(avg_pool2d(feature2, window, window));
          Tensor affinity = groupAffinity(mean1, mean2);
          return new Tensor[] {
            blur.gateChannels(feature1, mean1, affinity),
            semantics.gateChannels(feature2, mean2, affinity)
          };
        });
  }

  /** Affinity between the groups of the two descriptions: (N, r * r, h, w). */
  private Tensor groupAffinity(Tensor mean1, Tensor mean2) {
    long n = mean1.size(0);
    long h = mean1.size(2);
    long w = mean1.size(3);
    Tensor rows1 = mean1.permute(0, 2, 3, 1).reshape(n * h * w, groups, channels / groups);
    Tensor rows2 = mean2.permute(0, 2, 3, 1).reshape(n * h * w, groups, channels / groups);
    return bmm(rows2, rows1.transpose(1, 2))
        .mul(new Scalar((double) groups / channels))
        .reshape(n, h, w, (long) groups * groups)
        .permute(0, 3, 1, 2)
        .contiguous();
  }

  private Tensor[] spatialStream(Tensor first, Tensor second) {
    return Scope.returningAll(
        () -> {
          Tensor windows1 = toWindows(blur.spatialFeature(first));
          Tensor windows2 = toWindows(semantics.spatialFeature(second));
          Tensor affinity =
              bmm(
                      blur.embed(windows1).flatten(2, 3).transpose(1, 2),
                      semantics.embed(windows2).flatten(2, 3))
                  .mul(new Scalar(1.0 / channels));
          Tensor other = affinity.transpose(1, 2);
          return new Tensor[] {
            toPicture(blur.gatePixels(windows1, other), first),
            toPicture(semantics.gatePixels(windows2, affinity), second)
          };
        });
  }

  private Tensor toWindows(Tensor picture) {
    long n = picture.size(0);
    long rows = picture.size(2) / window;
    long columns = picture.size(3) / window;
    return picture
        .reshape(n, channels, rows, window, columns, window)
        .permute(0, 2, 4, 1, 3, 5)
        .reshape(n * rows * columns, channels, window, window);
  }

  private Tensor toPicture(Tensor windows, Tensor like) {
    long n = like.size(0);
    long rows = like.size(2) / window;
    long columns = like.size(3) / window;
    return windows
        .reshape(n, rows, columns, channels, window, window)
        .permute(0, 3, 1, 4, 2, 5)
        .reshape(n, channels, like.size(2), like.size(3));
  }

  /** The layers of one stream. */
  private static final class Stream extends Module {
    final Conv2dImpl describe;
    private final int window;
    private final Conv2dImpl channelIn;
    private final Conv2dImpl channelGate1;
    private final Conv2dImpl channelGate2;
    private final Conv2dImpl spatialIn;
    private final Conv2dImpl windowEmbedding;
    private final Conv2dImpl pixelGate;
    private final Conv2dImpl affinityGate;
    private final Conv2dImpl out;

    Stream(int channels, int groups, int window) {
      this.window = window;
      channelIn = register_module("channel_in", Layers.reluConv(channels, channels, 3));
      describe = register_module("describe", Layers.reluConv(channels, channels, 1));
      channelGate1 =
          register_module("channel_gate1", Layers.reluConv(groups * groups, channels, 1));
      channelGate2 =
          register_module("channel_gate2", Layers.drawn(Layers.conv(channels, channels, 1), 0.1));
      spatialIn = register_module("spatial_in", Layers.reluConv(channels, channels, 3));
      windowEmbedding = register_module("window_embedding", Layers.reluConv(channels, channels, 1));
      pixelGate = register_module("pixel_gate", Layers.drawn(Layers.conv(channels, 1, 1), 0.1));
      affinityGate =
          register_module("affinity_gate", Layers.drawn(Layers.conv(window * window, 1, 1), 0.1));
      out = register_module("out", Layers.drawn(Layers.conv(2 * channels, channels, 3), 0.3));
    }

    Tensor channelFeature(Tensor x) {
      return leaky_relu(channelIn.forward(x));
    }

    Tensor spatialFeature(Tensor x) {
      return leaky_relu(spatialIn.forward(x));
    }

    /** Gates of the windows, enlarged smoothly so that window borders do not show. */
    Tensor gateChannels(Tensor feature, Tensor mean, Tensor affinity) {
      Tensor gate = sigmoid(mean.add(channelGate2.forward(relu(channelGate1.forward(affinity)))));
      return feature.mul(
          upsample_bilinear2d(gate, new long[] {feature.size(2), feature.size(3)}, false));
    }

    Tensor embed(Tensor windows) {
      return windowEmbedding.forward(windows);
    }

    /** Gates of the pixels, from each pixel and its affinity to the other stream's pixels. */
    Tensor gatePixels(Tensor windows, Tensor affinity) {
      Tensor answers = affinity.reshape(windows.size(0), (long) window * window, window, window);
      return windows.mul(sigmoid(pixelGate.forward(windows).add(affinityGate.forward(answers))));
    }

    Tensor merge(Tensor channel, Tensor spatial) {
      return out.forward(cat(new TensorVector(channel, spatial), 1));
    }
  }
}
