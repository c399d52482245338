package dev.clearer.degrade;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.clearer.InputException;
import java.util.SplittableRandom;

/**
 * One step that makes a picture worse and tells how; a YAML list of them, in any order, is a {@link
 * Recipe}. A step that blurs adds to the blur map, a step that adds noise to the noise: none can
 * change the picture without its labels.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Defocus.class, name = "defocus"),
  @JsonSubTypes.Type(value = DepthBlur.class, name = "depth-blur"),
  @JsonSubTypes.Type(value = PlaneBlur.class, name = "plane-blur"),
  @JsonSubTypes.Type(value = RampBlur.class, name = "ramp-blur"),
  @JsonSubTypes.Type(value = ApertureBlur.class, name = "aperture-blur"),
  @JsonSubTypes.Type(value = UniformBlur.class, name = "uniform-blur"),
  @JsonSubTypes.Type(value = MotionBlur.class, name = "motion-blur"),
  @JsonSubTypes.Type(value = Downsampling.class, name = "downsampling"),
  @JsonSubTypes.Type(value = ToScale.class, name = "to-scale"),
  @JsonSubTypes.Type(value = GaussianNoise.class, name = "gaussian-noise"),
  @JsonSubTypes.Type(value = PoissonGaussianNoise.class, name = "poisson-gaussian-noise"),
  @JsonSubTypes.Type(value = Sharpening.class, name = "sharpening"),
  @JsonSubTypes.Type(value = Jpeg.class, name = "jpeg"),
  @JsonSubTypes.Type(value = EightBits.class, name = "eight-bits"),
  @JsonSubTypes.Type(value = LinearLight.class, name = "linear-light"),
  @JsonSubTypes.Type(value = Sometimes.class, name = "sometimes"),
  @JsonSubTypes.Type(value = OneOf.class, name = "one-of")
})
public sealed interface Degradation
    permits Defocus,
        DepthBlur,
        PlaneBlur,
        RampBlur,
        ApertureBlur,
        UniformBlur,
        MotionBlur,
        Downsampling,
        ToScale,
        GaussianNoise,
        PoissonGaussianNoise,
        Sharpening,
        Jpeg,
        EightBits,
        LinearLight,
        Sometimes,
        OneOf {
  /**
   * The picture after this step; what is left to chance comes from {@code random} alone.
   *
   * @throws InputException if the step needs something that nobody knows of the picture's scene
   */
  Degraded apply(Degraded picture, SplittableRandom random);

  /**
   * How many pixels around a place this step looks at, in pixels of the picture as it comes: where
   * a crop is cut closer, its border is not as it would be in the whole picture.
   */
  default int reach() {
    return 0;
  }

  /** How many times smaller this step makes the picture. */
  default int factor() {
    return 1;
  }

  /** The largest sigma that this step may add, in pixels of the picture as it comes. */
  default double largestSigma() {
    return 0;
  }

  /** This step where the scale that is asked for is {@code scale}. */
  default Degradation at(int scale) {
    return this;
  }
}
