package dev.clearer.image;

import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.TruncatedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Picture} of the bytes of a file of any format. */
final class PictureDecoder {
  private PictureDecoder() {}

  /** The picture, upright, with all that its file says. */
  static Picture decode(byte[] file, FileFormat format, Reading reading)
      throws IOException, DamagedException, TruncatedException, UnsupportedException {
    Container container = Container.of(file, format, reading);
    Metadata said = container.metadata();
    Picture frame = frame(container, format, reading, Profiles.isRgb(said.iccProfile()));
    Picture bare = visible(whole(frame, container.canvas(), reading));
    int orientation = Exif.orientation(said.exif());
    Image alpha = bare.alpha();
    return new Picture(
        Orientation.upright(bare.colour(), orientation),
        alpha == null ? null : Orientation.upright(alpha, orientation),
        bare.bitDepth(),
        said.withProfile(Profiles.fitting(said.iccProfile(), bare.colour())).upright(),
        reading.notes());
  }

  private static Picture frame(
      Container container, FileFormat format, Reading reading, boolean inColour)
      throws IOException, DamagedException, TruncatedException, UnsupportedException {
    byte[] file = container.pixels();
    if (format == FileFormat.BMP) {
      return BmpPicture.read(file, reading, inColour);
    }
    int page = 0;
    if (format == FileFormat.TIFF) {
      TiffPages pages = TiffPages.of(file);
      TiffLayout layout = TiffLayout.of(pages.page());
      reading.requireWithin(layout.width(), layout.height());
      if (layout.colours() > 0) {
        return TiffPicture.read(layout, file, reading, inColour);
      }
      layout.requireImageIos();
      page = pages.index();
    }
    Codec.Frames frames = Codec.decode(file, format, page, reading);
    if (frames.count() > 1) {
      reading.note("holds %d pictures: the first of them is used.".formatted(frames.count()));
    }
    return Samples.picture(frames.first(), inColour, container.sampleBits());
  }

  private static Picture whole(Picture frame, @Nullable AnimationCanvas canvas, Reading reading)
      throws DamagedException {
    if (canvas == null) {
      return frame;
    }
    reading.requireWithin(canvas.width(), canvas.height());
    if (!canvas.holds(frame.width(), frame.height())) {
      throw new DamagedException("a frame is too large");
    }
    return canvas.around(frame);
  }

  /**
   * The picture with the colours of what is transparent taken from what is seen beside it: nobody
   * sees them, but what restores or enlarges the picture would mix them into its edges.
   */
  private static Picture visible(Picture picture) {
    Image alpha = picture.alpha();
    if (alpha == null) {
      return picture;
    }
    boolean[] seen = new boolean[alpha.plane(0).length];
    boolean all = true;
    for (int i = 0; i < seen.length; i++) {
      seen[i] = alpha.plane(0)[i] > 0;
      all &= seen[i];
    }
    if (all) {
      return picture;
    }
    float[][] planes = new float[picture.colour().channels()][];
    Arrays.setAll(planes, c -> picture.colour().plane(c).clone());
    Gaps.fill(planes, seen, picture.width(), picture.height());
    return new Picture(
        Image.of(picture.width(), picture.height(), planes),
        alpha,
        picture.bitDepth(),
        picture.metadata(),
        picture.note());
  }
}
