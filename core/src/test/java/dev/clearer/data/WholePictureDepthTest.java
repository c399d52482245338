package dev.clearer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.degrade.Apertures;
import dev.clearer.degrade.Defocus;
import dev.clearer.degrade.Degraded;
import dev.clearer.degrade.DepthBlur;
import dev.clearer.degrade.Focus;
import dev.clearer.degrade.Range;
import dev.clearer.degrade.SceneGeometry;
import dev.clearer.image.BlurMap;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholePictureDepthTest {
  private static final int WIDTH = 300;
  private static final int HEIGHT = 200;
  private static final Path SAMPLES = Path.of(System.getProperty("clearer.root", "."), "samples");

  private static DepthField field(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return DepthDraw.field(WIDTH, HEIGHT, Voronoi.many(WIDTH, HEIGHT, random), random);
  }

  @Property(tries = 20)
  void cropsOfOneDrawAgreeWhereTheyOverlap(@ForAll long seed) {
    DepthField field = field(seed);
    DepthMap sparse = field.sparse(8);
    DepthMap left = field.crop(20, 30, 120, 90);
    DepthMap right = field.crop(90, 10, 200, 150);
    assertArrayEquals(
        left.crop(70, 0, 50, 90).millimetres(), right.crop(0, 20, 50, 90).millimetres());
    assertEquals(field.whole().at(34, 90), left.at(4, 70));
    assertEquals(38 * 25, sparse.millimetres().length);
    assertEquals(field.whole().at(4 + 8 * 5, 4 + 8 * 7), sparse.at(5, 7));
    assertEquals(field.whole().at(4, 299), sparse.at(0, 37));
  }

  @Property(tries = 20)
  void everyPixelBelongsToTheCellWhosePointIsNearest(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom again = new SplittableRandom(seed);
    Voronoi cells = Voronoi.many(WIDTH, HEIGHT, random);
    int count = (int) Math.round(again.nextDouble(4, 20) / (481 * 321) * WIDTH * HEIGHT);
    double[] xs = again.doubles(count, 0, WIDTH).toArray();
    double[] ys = again.doubles(count, 0, HEIGHT).toArray();
    double[] sizes = again.doubles(count, 0.5, 2).toArray();
    for (int i = 0; i < WIDTH * HEIGHT; i += 7) {
      int x = i % WIDTH;
      int y = i / WIDTH;
      double[] distances =
          IntStream.range(0, count)
              .mapToDouble(k -> sizes[k] * Math.hypot(x - xs[k], y - ys[k]))
              .toArray();
      double least = Arrays.stream(distances).min().orElseThrow();
      assertEquals(least, distances[cells.at(x, y)], 1e-9);
    }
  }

  @Test
  void largerPicturesHaveMoreCells() {
    assertTrue(count(481, 321) >= 4 && count(481, 321) <= 20);
    assertEquals(4 * count(481, 321), count(962, 642), 3);
  }

  /** Cells that are seen, of a draw with few that are not. */
  private static int count(int width, int height) {
    Voronoi cells = Voronoi.many(width, height, new SplittableRandom(1));
    return (int)
        IntStream.range(0, width * height)
            .map(i -> cells.at(i % width, i / width))
            .distinct()
            .count();
  }

  @Property(tries = 20)
  void aLensFocusedInTheWholePictureMakesTheSameCirclesOfACrop(@ForAll long seed) {
    DepthField field = field(seed);
    Defocus lens = Defocus.upTo(21);
    Focus focus = lens.focus(field.whole(), seed);
    assertArrayEquals(lens.shot(field.whole(), focus).layers().layer(), drawn(field, seed));
    Focus fine = new Focus(focus.focalLength(), focus.shift(), focus.depth(), focus.largest(), 999);
    BlurMap exact = lens.shot(field.whole(), fine).layers().blurMap();
    BlurMap crop = lens.shot(field.crop(40, 50, 64, 48), fine).layers().blurMap();
    assertArrayEquals(exact.crop(40, 50, 64, 48).sigma(), crop.sigma());
  }

  private static int[] drawn(DepthField field, long seed) {
    return Defocus.upTo(21).draw(field.whole(), seed).layers().layer();
  }

  @Property(tries = 20)
  void circlesBeyondTheLensLargestAreTheMaximumAndLayersAreFew(@ForAll long seed) {
    float[] depths = new float[WIDTH * HEIGHT];
    for (int i = 0; i < depths.length; i++) {
      depths[i] = i == 0 ? 100 : 1000 + i / 10f;
    }
    DepthField field = new DepthField(WIDTH, HEIGHT, (x, y) -> depths[y * WIDTH + x]);
    Image grey = Image.of(WIDTH, HEIGHT, new float[WIDTH * HEIGHT]);
    SceneGeometry geometry =
        new SceneGeometry(
            random -> new SceneGeometry.LensDepth(field.sparse(8), field.whole()), null);
    float[] sigma =
        new DepthBlur(new Range(0, 5), 1, 12, Apertures.GAUSSIAN)
            .apply(Degraded.of(grey, geometry), new SplittableRandom(seed))
            .blurMap()
            .sigma();
    float largest = 0;
    for (float value : sigma) {
      largest = Math.max(largest, value);
    }
    assertTrue(largest <= 5);
    assertEquals(largest, sigma[0]);
    long levels = IntStream.range(0, sigma.length).mapToDouble(i -> sigma[i]).distinct().count();
    assertTrue(levels <= 12, levels + " levels");
  }

  /** The numbers of table and log are only comparable while these pictures stay as they are. */
  @Test
  void picturesToMeasureOnNeverChange(@TempDir Path folder) throws IOException {
    Files.copy(SAMPLES.resolve("kitten.jpg"), folder.resolve("kitten.jpg"));
    writeRegions(folder.resolve("kitten_regions.png").toFile());
    assertEquals("be2e70b9", checksum(SAMPLES, 0));
    assertEquals("7260cdb6", checksum(folder, 0));
  }

  private static String checksum(Path folder, int index) {
    List<EvaluationGroup> groups =
        List.of(EvaluationGroup.variant(4, 21), EvaluationGroup.uniform(4, 21));
    ValidationSet set = new ValidationSet(SceneFiles.in(folder), groups);
    CRC32 sum = new CRC32();
    for (TestSet.Group group : set.groups()) {
      TestPicture picture = set.read(group, index);
      for (int c = 0; c < 3; c++) {
        add(sum, picture.lowResolution().plane(c), 255);
      }
      add(sum, Objects.requireNonNull(picture.blurMap()).sigma(), 40);
    }
    return Long.toHexString(sum.getValue());
  }

  private static void add(CRC32 sum, float[] values, int steps) {
    for (float value : values) {
      sum.update(Math.round(value * steps));
    }
  }

  private static void writeRegions(File file) throws IOException {
    BufferedImage picture = ImageIO.read(SAMPLES.resolve("kitten.jpg").toFile());
    int width = picture.getWidth();
    BufferedImage regions =
        new BufferedImage(width, picture.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < width * picture.getHeight(); i++) {
      int row = i / width;
      int column = i % width;
      regions.getRaster().setSample(column, row, 0, (row / 70 + column / 90) % 5);
    }
    ImageIO.write(regions, "png", file);
  }
}
