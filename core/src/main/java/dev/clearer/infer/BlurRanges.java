package dev.clearer.infer;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.image.Resize;
import dev.clearer.model.Model;
import java.util.Map;

/** Chooses the {@link BlurRange} of pictures and begins their restoration. */
final class BlurRanges {
  /** A wider range is taken where this share of the pixels surely needs it. */
  private static final double LEAST_WIDE = 0.2;

  /** A blur is sure where its expected error is at most this share of it. */
  private static final double SURE = 0.15;

  private final Model model;
  private final Upscaler.Settings settings;

  BlurRanges(Model model, Upscaler.Settings settings) {
    this.model = model;
    this.settings = settings;
  }

  /**
   * A picture at the size where its blur spans fewer pixels.
   *
   * @param picture what the model restores
   * @param task with the scale at which the result's size divided by {@code factor} is reached
   * @param factor result pixels per pixel of the smaller result
   */
  record Smaller(Image picture, Task task, int factor) {
    /** The one for a picture, its correction in units of the smaller result. */
    static Smaller of(Image picture, Task task, int factor) {
      int scale = Math.max(1, task.scale() / factor);
      Image input = picture;
      if (task.scale() % factor != 0) {
        int width = part(picture.width() * task.scale(), factor);
        int height = part(picture.height() * task.scale(), factor);
        input = Resize.bicubic(picture, width, height).clamped();
      }
      BlurMap known = task.correction().blur();
      Correction correction =
          task.correction().withBlur(known == null ? null : shrunk(known, input, 1f / factor));
      return new Smaller(input, new Task(scale, correction, BlurRange.X1, task.ensemble()), factor);
    }

    private static int part(int side, int factor) {
      return Math.max(1, (side + factor - 1) / factor);
    }

    private static BlurMap shrunk(BlurMap known, Image input, float unit) {
      boolean single = known.width() == 1 && known.height() == 1;
      BlurMap resized = single ? known : Resize.bilinear(known, input.width(), input.height());
      return PixelMap.of(resized).times(unit).blurMap();
    }
  }

  /** Begins a restoration in the range of {@code task}. */
  Enlargement begin(Image picture, Task task, Progress progress) {
    return switch (task.range()) {
      case X1 -> narrow(picture, task, progress);
      case X2 -> wide(picture, task, 2, progress);
      case X4 -> wide(picture, task, 4, progress);
      case AUTO -> automatic(picture, task, progress);
    };
  }

  private Enlargement narrow(Image picture, Task task, Progress progress) {
    return new TiledEnlargement(
        picture, task.scale(), new TileNetwork(model, settings, picture, task), progress);
  }

  private Enlargement automatic(Image picture, Task task, Progress progress) {
    if (!mayBeWide(task)) {
      return narrow(picture, task, progress);
    }
    for (int factor : new int[] {4, 2}) {
      Smaller smaller = Smaller.of(picture, task, factor);
      if (estimatesAt(smaller) && isWide(estimated(smaller), BlurRange.LIMIT / 2)) {
        return wide(picture, task, factor, progress);
      }
    }
    return narrow(picture, task, progress);
  }

  /** Whether another size helps: not where learning takes minutes or one kernel is told. */
  private boolean mayBeWide(Task task) {
    return !model.learns() && task.correction().kernel() == null;
  }

  private boolean estimatesAt(Smaller smaller) {
    int scale = smaller.task.scale();
    return model.workingScale(scale) == scale
        && model.scales().contains(scale)
        && model.maps().contains(MapKind.BLUR);
  }

  private Enlargement wide(Image picture, Task task, int factor, Progress progress) {
    if (!mayBeWide(task)) {
      throw new InputException(
          "--range is neither for a kernel nor for methods that learn on the picture: leave it out.");
    }
    Smaller smaller = Smaller.of(picture, task, factor);
    if (!estimatesAt(smaller)) {
      throw new InputException(
          "This model has no x%d, which --range %d needs: leave --range out."
              .formatted(smaller.task.scale(), factor));
    }
    Map<MapKind, PixelMap> maps = estimated(smaller);
    WideEnlargement.Shares shares = new WideEnlargement.Shares(progress, factor);
    Enlargement finer =
        factor == 2
            ? narrow(picture, task, shares.finer())
            : wide(picture, task, factor / 2, shares.finer());
    Enlargement coarser = narrow(smaller.picture, smaller.task, shares.coarser());
    return new WideEnlargement(picture, task.scale(), finer, coarser, maps, factor);
  }

  /** The corrected maps of a whole picture, without restoring it. */
  private Map<MapKind, PixelMap> estimated(Smaller smaller) {
    TileNetwork network = new TileNetwork(model, settings, smaller.picture, smaller.task);
    Mosaic maps = network.mosaicToShow();
    if (network.estimatesWhole()) {
      network.estimateWhole(maps, Progress.NONE);
    } else {
      network.estimatorTiles().forEach(tile -> network.estimate(tile, maps));
    }
    return network.shown(maps);
  }

  /** Whether the blur of much of the picture is surely over {@code limit}. */
  private static boolean isWide(Map<MapKind, PixelMap> maps, float limit) {
    PixelMap blur = maps.get(MapKind.BLUR);
    if (blur == null) {
      return false;
    }
    PixelMap error = maps.get(MapKind.UNCERTAINTY);
    int wide = 0;
    for (int i = 0; i < blur.values().length; i++) {
      float sigma = blur.values()[i];
      boolean sure = error == null || error.values()[i] <= SURE * sigma;
      wide += sure && sigma > limit ? 1 : 0;
    }
    return wide >= LEAST_WIDE * blur.values().length;
  }
}
