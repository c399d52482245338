package dev.clearer.data;

import dev.clearer.InputException;
import dev.clearer.degrade.Degraded;
import dev.clearer.degrade.Recipe;
import dev.clearer.degrade.SceneGeometry;
import dev.clearer.image.Image;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Crops of sharp pictures, each degraded randomly. */
public final class FreshSamples implements SampleSource {
  private final List<SceneFiles> scenes;
  private final FreshData data;
  private final SceneReader reader;

  private FreshSamples(List<SceneFiles> scenes, FreshData data, SceneReader reader) {
    this.scenes = List.copyOf(scenes);
    this.data = data;
    this.reader = reader;
  }

  /** One source per group; all share the decoded pictures. */
  static List<FreshSamples> of(List<List<SceneFiles>> groups, FreshData data) {
    SceneReader reader = new SceneReader(Voronoi::many);
    return groups.stream().map(group -> new FreshSamples(group, data, reader)).toList();
  }

  /** A rectangle of a picture, including the margin that the degradation needs. */
  private record Place(int x, int y, int width, int height) {}

  @Override
  public Sample draw(SplittableRandom random, int scale) {
    SceneFiles scene = scenes.get(random.nextInt(scenes.size()));
    CropShape shape = data.crop().atScale(Collections.max(data.scales()), scale);
    double zoom = shape.drawZoom(random);
    Recipe recipe = data.degradation().forScale(scale);
    int margin = recipe.margin();
    Place place =
        place(
            scene,
            shape.widthBefore(zoom) * scale,
            shape.heightBefore(zoom) * scale,
            margin,
            random);
    SceneReader.Crop crop = reader.crop(scene, place.x, place.y, place.width, place.height);
    SceneGeometry geometry = reader.geometry(scene, place.x, place.y, place.width, place.height);
    Degraded degraded = recipe.applyToCrop(Degraded.of(crop.sharp(), geometry), random).eightBits();
    Image sharp = Degraded.of(crop.sharp()).trimmed(margin).image();
    return Zoom.to(
        new Sample(
            degraded.image(),
            sharp,
            degraded.blurMap(),
            crop.labels().crop(margin, margin, sharp.width(), sharp.height()),
            degraded.noiseLevel()),
        shape.width(),
        shape.height());
  }

  /**
   * The candidate with the most detail and a margin around it. The margin lies within the picture
   * if there is room; otherwise it is mirrored.
   */
  private Place place(
      SceneFiles scene, int width, int height, int margin, SplittableRandom random) {
    int[] size = reader.size(scene);
    if (size[0] < width || size[1] < height) {
      throw new InputException(
          "%s is %dx%d, too small for a crop of %dx%d: leave it out."
              .formatted(scene.image(), size[0], size[1], width, height));
    }
    int insideX = Math.min(margin, (size[0] - width) / 2);
    int insideY = Math.min(margin, (size[1] - height) / 2);
    Place best = new Place(0, 0, width + 2 * margin, height + 2 * margin);
    double most = -1;
    for (int i = 0; i < data.candidates(); i++) {
      int x = random.nextInt(size[0] - width - 2 * insideX + 1) + insideX - margin;
      int y = random.nextInt(size[1] - height - 2 * insideY + 1) + insideY - margin;
      Place place = new Place(x, y, best.width, best.height);
      double detail =
          data.candidates() == 1 ? 0 : reader.detail(scene, x, y, best.width, best.height);
      if (detail > most) {
        most = detail;
        best = place;
      }
    }
    return best;
  }
}
