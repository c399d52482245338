package dev.clearer.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsTest {
  @TempDir Path folder;

  private static Image noise(int width, int height, int channels) {
    SplittableRandom random = new SplittableRandom(width * 31L + height);
    float[][] planes = new float[channels][width * height];
    for (float[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (float) random.nextDouble();
      }
    }
    return Image.of(width, height, planes);
  }

  @Property(tries = 200)
  void resizingRowsIsResizingTheWholeToTheBit(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 90) int newWidth,
      @ForAll @IntRange(min = 1, max = 90) int newHeight) {
    Image image = noise(width, height, 1);
    assertArrayEquals(
        Resize.bicubic(image, newWidth, newHeight).plane(0),
        Resize.bicubic(image.rows(), newWidth, newHeight).image().plane(0));
    assertArrayEquals(
        Resize.bilinear(image, newWidth, newHeight).plane(0),
        Resize.bilinear(image.rows(), newWidth, newHeight).image().plane(0));
  }

  @Test
  void enlargingTakesNoMoreRowsThanItNeeds() {
    int[] taken = new int[1];
    Image image = noise(5, 50, 1);
    Rows source = image.rows();
    Rows counted =
        Rows.of(
            5,
            50,
            1,
            y -> {
              taken[0]++;
              return source.next();
            });
    Rows large = Resize.bicubic(counted, 20, 200);
    for (int y = 0; y < 100; y++) {
      large.next();
    }
    assertTrue(taken[0] <= 28, "took " + taken[0] + " of 50 rows for half of the result");
  }

  @Test
  void endsAfterTheLastRow() {
    Rows rows = noise(3, 2, 1).rows();
    assertEquals(2, rows.image().height());
    assertThrows(IllegalStateException.class, rows::next);
  }

  @Test
  void aDraftThatFailsLeavesNothing() throws IOException {
    Path file = folder.resolve("picture.png");
    Rows cancelled =
        Rows.of(
            400,
            400,
            3,
            y -> {
              if (y == 300) {
                throw new CancellationException();
              }
              return new float[3][400];
            });
    PictureRows picture = new PictureRows(cancelled, null, 8, Metadata.NONE);
    assertThrows(
        CancellationException.class, () -> ImageFiles.draft(picture, file, Compression.FINE));
    assertEquals(0, entries());
  }

  @Test
  void aDraftIsSeenOnlyWhenKept() throws IOException {
    Path file = folder.resolve("words.txt");
    OutputFile.Draft draft = OutputFile.draft(file, out -> out.write(7));
    assertFalse(Files.exists(file));
    assertEquals(1, entries());
    draft.commit();
    assertArrayEquals(new byte[] {7}, Files.readAllBytes(file));
    OutputFile.Draft second = OutputFile.draft(file, out -> out.write(8));
    OutputFile.discardDrafts();
    second.close();
    assertArrayEquals(new byte[] {7}, Files.readAllBytes(file));
    assertEquals(1, entries());
  }

  private long entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
