package dev.clearer.tensor;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Conversion between pictures and tensors, in both directions, by copying. */
public final class Tensors {
  private Tensors() {}

  /** A float32 tensor of the given sizes with a copy of {@code values}, row-major. */
  public static Tensor of(float[] values, long... sizes) {
    Tensor tensor = torch.empty(sizes);
    requireLength(values.length, tensor);
    new FloatPointer(tensor.data_ptr()).put(values);
    return tensor;
  }

  /** A float64 tensor of the given sizes with a copy of {@code values}, row-major. */
  public static Tensor of(double[] values, long... sizes) {
    Tensor tensor =
        torch.empty(
            sizes,
            new TensorOptions(ScalarType.Double),
            new org.bytedeco.pytorch.MemoryFormatOptional());
    requireLength(values.length, tensor);
    new DoublePointer(tensor.data_ptr()).put(values);
    return tensor;
  }

  /** An int64 tensor of the given sizes with a copy of {@code values}, row-major. */
  public static Tensor of(long[] values, long... sizes) {
    Tensor tensor =
        torch.empty(
            sizes,
            new TensorOptions(ScalarType.Long),
            new org.bytedeco.pytorch.MemoryFormatOptional());
    requireLength(values.length, tensor);
    new LongPointer(tensor.data_ptr()).put(values);
    return tensor;
  }

  private static void requireLength(long length, Tensor tensor) {
    if (length != tensor.numel()) {
      throw new IllegalArgumentException(length + " values for " + tensor.numel() + " places");
    }
  }

  /** A picture as (1, C, H, W). */
  public static Tensor of(Image image) {
    return images(image);
  }

  /** Pictures of equal size as (N, C, H, W). */
  public static Tensor images(Image... images) {
    Image first = images[0];
    int plane = first.width() * first.height();
    float[] values = new float[Math.multiplyExact(images.length * first.channels(), plane)];
    for (int i = 0; i < images.length; i++) {
      for (int c = 0; c < first.channels(); c++) {
        System.arraycopy(images[i].plane(c), 0, values, (i * first.channels() + c) * plane, plane);
      }
    }
    return of(values, images.length, first.channels(), first.height(), first.width());
  }

  /** Blur maps of equal size as (N, 1, H, W), sigma in pixels of the maps. */
  public static Tensor blurMaps(BlurMap... maps) {
    BlurMap first = maps[0];
    int plane = first.width() * first.height();
    float[] values = new float[maps.length * plane];
    for (int i = 0; i < maps.length; i++) {
      System.arraycopy(maps[i].sigma(), 0, values, i * plane, plane);
    }
    return of(values, maps.length, 1, first.height(), first.width());
  }

  /** Label maps of equal size as int64 (N, H, W). */
  public static Tensor labelMaps(LabelMap... maps) {
    LabelMap first = maps[0];
    int plane = first.width() * first.height();
    long[] values = new long[maps.length * plane];
    for (int i = 0; i < maps.length; i++) {
      for (int p = 0; p < plane; p++) {
        values[i * plane + p] = maps[i].classes()[p] & 0xff;
      }
    }
    return of(values, maps.length, first.height(), first.width());
  }

  /** All values of a tensor as float32, row-major. */
  public static float[] values(Tensor tensor) {
    float[][] values = new float[1][];
    Scope.run(
        () -> {
          Tensor plain = tensor.detach().cpu().to(ScalarType.Float).contiguous();
          values[0] = new float[Math.toIntExact(plain.numel())];
          new FloatPointer(plain.data_ptr()).get(values[0]);
        });
    return values[0];
  }

  /** All values of a tensor as float64, row-major. */
  public static double[] doubles(Tensor tensor) {
    double[][] values = new double[1][];
    Scope.run(
        () -> {
          Tensor plain = tensor.detach().cpu().to(ScalarType.Double).contiguous();
          values[0] = new double[Math.toIntExact(plain.numel())];
          new DoublePointer(plain.data_ptr()).get(values[0]);
        });
    return values[0];
  }

  /** The first picture of (N, C, H, W), without clamping. */
  public static Image image(Tensor tensor) {
    int channels = (int) tensor.size(1);
    int height = (int) tensor.size(2);
    int width = (int) tensor.size(3);
    float[] values = values(tensor.select(0, 0));
    float[][] planes = new float[channels][];
    for (int c = 0; c < channels; c++) {
      planes[c] = Arrays.copyOfRange(values, c * width * height, (c + 1) * width * height);
    }
    return Image.of(width, height, planes);
  }

  /** The first blur map of (N, 1, H, W); negative values become 0. */
  public static BlurMap blurMap(Tensor tensor) {
    float[] sigma = values(tensor.select(0, 0));
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] = Math.max(0, sigma[i]);
    }
    return new BlurMap((int) tensor.size(3), (int) tensor.size(2), sigma);
  }

  /** The most likely class of every pixel, from the first of (N, K, H, W) scores. */
  public static LabelMap labelMap(Tensor scores) {
    float[] indices =
        values(scores.select(0, 0).argmax(new org.bytedeco.pytorch.LongOptional(0), false));
    byte[] classes = new byte[indices.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (byte) indices[i];
    }
    return new LabelMap((int) scores.size(3), (int) scores.size(2), classes);
  }

  /** The same values in channels-last memory format, in which convolutions on a CPU are fastest. */
  public static Tensor channelsLast(Tensor tensor) {
    return tensor.contiguous(MemoryFormat.ChannelsLast);
  }
}
