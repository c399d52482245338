package dev.clearer.app;

import dev.clearer.originals.DepthEncoding;
import dev.clearer.originals.DepthFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code clearer synthesize rgbd}: where pictures and depth are, and its unit. */
final class DepthOptions {
  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description = "The sharp pictures.")
  private Path images = Path.of("");

  @Option(
      names = "--depth",
      required = true,
      paramLabel = "DIR",
      description =
          "Their depth files: X_depth_mm, X_depth, X_disparity or X with any extension, for the"
              + " picture X.jpg. May be the same folder.")
  private Path depth = Path.of("");

  @Option(
      names = "--labels",
      paramLabel = "DIR",
      description = "Their class maps: X_labels.png or X.png.")
  private @Nullable Path labels;

  @Option(
      names = "--depth-kind",
      defaultValue = "depth",
      paramLabel = "KIND",
      description = "Content of the depth files: depth, disparity or inverse (1/depth).")
  private String kind = "";

  @Option(
      names = "--depth-unit",
      defaultValue = "",
      paramLabel = "UNIT",
      description =
          "Unit of the depth files: mm (default), cm, m or a number of millimetres. For inverse and"
              + " disparity: the depth of the value 1, for disparity as a number (baseline in mm"
              + " times focal length in pixels), or relative (default).")
  private String unit = "";

  @Mixin private final Hardening hardening = new Hardening();

  /** Whether to harden depth edges. */
  static final class Hardening {
    @Option(
        names = "--harden-depth",
        negatable = true,
        defaultValue = "true",
        fallbackValue = "true",
        description =
            "Replace depth that is mixed of near and far at edges (default). --no-harden-depth"
                + " keeps all depth as it is.")
    boolean harden;
  }

  /** The pictures of {@code part}. */
  DepthFolder folder(String part) {
    return new DepthFolder(
        images, depth, labels, DepthEncoding.of(kind, unit), hardening.harden, part);
  }
}
