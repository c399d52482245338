package dev.clearer.app;

import dev.clearer.service.ResultName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code clearer upscale}: enlarges picture files. */
@Command(
    name = "upscale",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Enlarges photographs, removes their blur, and estimates where and how much they"
          + " were blurred.",
      "The result keeps transparency, grey, 16 bits a channel, the colour profile, EXIF, XMP, IPTC",
      "and the print density (dots per inch).",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 success, 1 internal error, 2 invalid input (other inputs are still"
          + " processed).",
      "The last lines on standard error count the pictures that were done, were skipped,"
          + " or failed.",
      "",
      "Examples:",
      "  clearer upscale photo.jpg",
      "      writes photo_x4.png beside it, four times as wide and as high",
      "  clearer upscale holiday/ portrait.png --output large --maps",
      "      all pictures of a folder and one more: large/<name>.png, and for each the maps of the",
      "      model, such as large/<name>_blur.png (16 bits, ten times sigma in pixels of"
          + " the result)",
      "      and large/<name>_semantics.png (8 bits, the index of the class)",
      "  clearer upscale scan.tif --scale 2 --precision f32 --memory 500M",
      "  clearer upscale archive --recursive --output large --skip-finished --report large.csv",
      "      thousands of pictures; continues where it was interrupted"
    })
final class UpscaleCommand extends RestoreCommand {
  @Option(
      names = "--scale",
      paramLabel = "N",
      order = 0,
      converter = Quantities.Scale.class,
      description =
          "Scale, 1 to 4; 1 keeps the size (default: the largest scale of the model, usually"
              + " 4). A scale that the model does not have is resized from the next larger one.")
  private @Nullable Integer scale;

  @Override
  @Nullable Integer scale() {
    return scale;
  }

  @Override
  ResultName defaultName() {
    return ResultName.BESIDE_INPUT;
  }
}
