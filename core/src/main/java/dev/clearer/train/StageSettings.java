package dev.clearer.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What is trained, as an experiment describes it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CmosStage.Settings.class, name = "cmos"),
  @JsonSubTypes.Type(value = RestorerStage.Settings.class, name = "restorer"),
  @JsonSubTypes.Type(value = BlindStage.Settings.class, name = "blind"),
  @JsonSubTypes.Type(value = CompactStage.Settings.class, name = "compact")
})
public sealed interface StageSettings
    permits CmosStage.Settings, RestorerStage.Settings, BlindStage.Settings, CompactStage.Settings {
  /** The stage with random weights; build it outside any scope. */
  Stage build();

  /** How many times larger the sharp pictures are. */
  int scale();

  /** How many classes the network knows. */
  int classes();

  /**
   * Checks that the network can learn from crops of {@code width} x {@code height} low-resolution
   * pixels, {@code batch} at once.
   *
   * @throws IllegalArgumentException if it cannot
   */
  default void requireFitting(int width, int height, int batch) {
    if (batch < 2) {
      throw new IllegalArgumentException(
          "training.parts must leave 2 samples or more in a part: batch norms of one pixel a"
              + " channel need them");
    }
  }
}
