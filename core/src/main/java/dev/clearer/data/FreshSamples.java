package dev.clearer.data;

import dev.clearer.InputException;
import java.util.List;
import java.util.SplittableRandom;

/** Crops of sharp pictures, each degraded afresh. */
public final class FreshSamples implements SampleSource {
  private final List<Scene> scenes;
  private final FreshData data;
  private final Degrader degrader;
  private final SceneReader reader;

  private FreshSamples(List<Scene> scenes, FreshData data, Degrader degrader, SceneReader reader) {
    this.scenes = List.copyOf(scenes);
    this.data = data;
    this.degrader = degrader;
    this.reader = reader;
  }

  /** One source a group; they share the decoded pictures. */
  static List<FreshSamples> of(List<List<Scene>> groups, FreshData data, int scale) {
    Degrader degrader = new Degrader(scale, data.maximumCircle(), data.maximumShare());
    SceneReader reader = new SceneReader(Cells::many);
    return groups.stream().map(group -> new FreshSamples(group, data, degrader, reader)).toList();
  }

  @Override
  public Sample draw(SplittableRandom random) {
    Scene scene = scenes.get(random.nextInt(scenes.size()));
    CropShape shape = data.crop();
    double zoom = shape.drawZoom(random);
    int margin = (int) Math.ceil(2 * degrader.maximumSigma() / degrader.scale()) + 2;
    int width = (shape.widthBefore(zoom) + 2 * margin) * degrader.scale();
    int height = (shape.heightBefore(zoom) + 2 * margin) * degrader.scale();
    int[] size = reader.size(scene);
    if (size[0] < width || size[1] < height) {
      throw new InputException(
          "%s is %dx%d, too small for a crop of %dx%d with its margin: leave it out."
              .formatted(scene.image(), size[0], size[1], width, height));
    }
    int[] corner = corner(scene, width, height, random);
    SceneReader.Crop crop = reader.crop(scene, corner[0], corner[1], width, height);
    Sample sample =
        random.nextDouble() < data.uniformShare()
            ? degrader.drawUniform(crop.sharp(), crop.labels(), random)
            : drawDefocused(scene, crop, corner, random);
    return data.wear()
        .draw(Zoom.to(degrader.trim(sample, margin), shape.width(), shape.height()), random);
  }

  /** Depth and lens are drawn for the whole picture, as they are where it is measured on. */
  private Sample drawDefocused(
      Scene scene, SceneReader.Crop crop, int[] corner, SplittableRandom random) {
    int[] size = reader.size(scene);
    DepthField depth = reader.depth(scene, size[0], size[1], random.split());
    return degrader.drawDefocused(crop, corner[0], corner[1], depth, data.layers(), random);
  }

  /** The upper left corner of the candidate with the most detail. */
  private int[] corner(Scene scene, int width, int height, SplittableRandom random) {
    int[] size = reader.size(scene);
    int[] best = new int[2];
    double most = -1;
    for (int i = 0; i < data.candidates(); i++) {
      int x = random.nextInt(size[0] - width + 1);
      int y = random.nextInt(size[1] - height + 1);
      double detail = data.candidates() == 1 ? 0 : reader.detail(scene, x, y, width, height);
      if (detail > most) {
        most = detail;
        best = new int[] {x, y};
      }
    }
    return best;
  }
}
