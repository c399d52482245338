package dev.clearer.evaluate;

import dev.clearer.data.TestPicture;
import dev.clearer.data.TestSet;
import dev.clearer.degrade.Kernel;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.infer.Result;
import java.util.Map;

/**
 * Wiener filters that are given the true blur of every pixel: a reference at scale 1 without
 * learning. Filters for disks of several radii, {@code conj(K) / (|K|^2 + 0.4 f^2)} with f in
 * cycles per pixel, are blended linearly by the true map; sigma stands for a disk of radius 2
 * sigma. The picture is extended by reflection.
 */
final class OracleWiener implements Method {
  /** Difference of the radius between two filters, in pixels. */
  private static final double STEP = 0.75;

  private static final int BORDER = 32;
  private static final double NOISE_TO_SIGNAL = 0.4;

  @Override
  public String name() {
    return "Wiener, given the true blur";
  }

  @Override
  public boolean applies(TestSet.Group group) {
    return group.scale() == 1;
  }

  @Override
  public Result restore(TestSet.Group group, TestPicture picture) {
    BlurMap blur = picture.blurMap();
    Image image = picture.lowResolution();
    return new Result(blur == null ? image : new Filtering(image, blur).restored(), Map.of());
  }

  /** Filters one picture. */
  private static final class Filtering {
    private final Image image;
    private final BlurMap blur;
    private final int width;
    private final int height;
    private final Fourier fourier;
    private final float[][] restored;

    Filtering(Image image, BlurMap blur) {
      this.image = image;
      this.blur = blur;
      width = Fourier.fitting(image.width() + 2 * BORDER);
      height = Fourier.fitting(image.height() + 2 * BORDER);
      fourier = new Fourier(width, height);
      restored = new float[image.channels()][image.width() * image.height()];
    }

    Image restored() {
      for (int c = 0; c < image.channels(); c += 2) {
        restore(c, Math.min(c + 1, image.channels() - 1));
      }
      return Image.of(image.width(), image.height(), restored).clamped();
    }

    /**
     * Filters two channels at once, as the real and imaginary part, which a real filter does not
     * mix.
     */
    private void restore(int first, int second) {
      double[] real = extended(image.plane(first));
      double[] imaginary = extended(image.plane(second));
      fourier.forward(real, imaginary);
      int last = (int) Math.ceil(2 * blur.greatest() / STEP);
      for (int level = 0; level <= last; level++) {
        if (isNeeded(level)) {
          double[] filter = filter(level * STEP);
          double[] realResult = product(real, filter);
          double[] imaginaryResult = product(imaginary, filter);
          fourier.inverse(realResult, imaginaryResult);
          mix(level, realResult, restored[first]);
          if (second != first) {
            mix(level, imaginaryResult, restored[second]);
          }
        }
      }
    }

    private double share(int level, int pixel) {
      return Math.max(0, 1 - Math.abs(2 * blur.sigma()[pixel] / STEP - level));
    }

    private boolean isNeeded(int level) {
      for (int i = 0; i < blur.sigma().length; i++) {
        if (share(level, i) > 0) {
          return true;
        }
      }
      return false;
    }

    private double[] extended(float[] plane) {
      double[] values = new double[width * height];
      for (int y = 0; y < height; y++) {
        int row = mirrored(y - BORDER, image.height()) * image.width();
        for (int x = 0; x < width; x++) {
          values[y * width + x] = plane[row + mirrored(x - BORDER, image.width())];
        }
      }
      return values;
    }

    private static int mirrored(int index, int size) {
      int folded = Math.floorMod(index, 2 * size);
      return folded < size ? folded : 2 * size - 1 - folded;
    }

    private double[] filter(double radius) {
      Kernel kernel = Kernel.disk(radius / 2);
      double[] real = new double[width * height];
      double[] imaginary = new double[width * height];
      int reach = kernel.size() / 2;
      for (int i = 0; i < kernel.size() * kernel.size(); i++) {
        int y = Math.floorMod(Math.floorDiv(i, kernel.size()) - reach, height);
        int x = Math.floorMod(i % kernel.size() - reach, width);
        real[y * width + x] = kernel.at(i / kernel.size(), i % kernel.size());
      }
      fourier.forward(real, imaginary);
      for (int i = 0; i < real.length && radius > 0; i++) {
        double fx = frequency(i % width, width);
        double fy = frequency(Math.floorDiv(i, width), height);
        real[i] /= real[i] * real[i] + NOISE_TO_SIGNAL * (fx * fx + fy * fy) + 1e-9;
      }
      return real;
    }

    private static double frequency(int index, int size) {
      return (double) (index <= size / 2 ? index : index - size) / size;
    }

    private static double[] product(double[] values, double[] filter) {
      double[] product = values.clone();
      for (int i = 0; i < product.length; i++) {
        product[i] *= filter[i];
      }
      return product;
    }

    private void mix(int level, double[] filtered, float[] target) {
      for (int i = 0; i < target.length; i++) {
        int y = i / image.width();
        int x = i - y * image.width();
        double share = share(level, i);
        if (share > 0) {
          target[i] += (float) (share * filtered[(y + BORDER) * width + x + BORDER]);
        }
      }
    }
  }
}
