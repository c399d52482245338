package dev.clearer.app;

import dev.clearer.service.ResultName;
import picocli.CommandLine.Command;

/** {@code clearer deblur}: restores picture files at their own size. */
@Command(
    name = "deblur",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Removes blur and noise from photographs and keeps their size: upscale --scale 1.",
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
      "  clearer deblur photo.jpg",
      "      writes photo_clear.png beside it",
      "  clearer deblur photo.jpg --format same",
      "      writes photo_clear.jpg",
      "  clearer deblur photo.jpg --denoise 0 --strength 1.2",
      "      keeps the grain and removes a little more blur than was estimated",
      "  clearer deblur holiday/ --output clear --maps",
      "      all pictures of a folder: clear/<name>.png, and for each the maps of the"
          + " model, such as",
      "      clear/<name>_blur.png (16 bits, ten times sigma in pixels) and",
      "      clear/<name>_uncertainty.png (16 bits, a hundred times the expected error of sigma)"
    })
final class DeblurCommand extends RestoreCommand {
  @Override
  Integer scale() {
    return 1;
  }

  @Override
  ResultName defaultName() {
    return ResultName.DEBLURRED;
  }
}
