package dev.clearer.bench;

import dev.clearer.degrade.Blurred;
import dev.clearer.degrade.Defocus;
import dev.clearer.degrade.DepthLayers;
import dev.clearer.degrade.GaussianBlur;
import dev.clearer.degrade.Shot;
import dev.clearer.image.Image;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Defocus of one picture with circles up to 21 px. {@code layered} shows that the cost is linear in
 * the number of pixels; {@code everywhere} is the simple method, which blurs every layer
 * completely.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DefocusBenchmark {
  /** Width of a picture of 4:3. */
  @Param({"320", "640", "1280"})
  public int width;

  private final Defocus lens = Defocus.nyuv2();
  private SyntheticScene scene = SyntheticScene.of(4, 3);
  private Shot shot = lens.draw(scene.depth(), 3);

  /** Creates the scene and draws the focus. */
  @Setup
  public void focus() {
    scene = SyntheticScene.of(width, width * 3 / 4);
    shot = lens.draw(scene.depth(), 3);
  }

  /** The method of Clearer. */
  @Benchmark
  public Blurred layered() {
    return lens.blur(scene.sharp(), shot);
  }

  /** The simple method, without filling hidden background. */
  @Benchmark
  public float[][] everywhere() {
    DepthLayers layers = shot.layers();
    float[][] canvas = new float[4][layers.layer().length];
    for (int layer = 0; layer < layers.count(); layer++) {
      Image blurred = GaussianBlur.apply(cutOut(layer), layers.sigma()[layer], 10).image();
      for (int c = 0; c < canvas.length; c++) {
        for (int i = 0; i < canvas[c].length; i++) {
          canvas[c][i] = (1 - blurred.plane(3)[i]) * canvas[c][i] + blurred.plane(c)[i];
        }
      }
    }
    return canvas;
  }

  private Image cutOut(int layer) {
    Image sharp = scene.sharp();
    float[][] planes = new float[4][sharp.width() * sharp.height()];
    for (int i = 0; i < planes[3].length; i++) {
      if (shot.layers().layer()[i] == layer) {
        planes[3][i] = 1;
        for (int c = 0; c < 3; c++) {
          planes[c][i] = sharp.plane(c)[i];
        }
      }
    }
    return Image.of(sharp.width(), sharp.height(), planes);
  }
}
