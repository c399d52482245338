package dev.clearer.degrade;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.clearer.InputException;
import java.util.SplittableRandom;

/**
 * One step of a degradation; a YAML list of steps, in any order, is a {@link Recipe}. A step that
 * blurs updates the blur map, and a step that adds noise updates the noise, so that labels always
 * match the picture.
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
   * The picture after this step. All random numbers come from {@code random}.
   *
   * @throws InputException if the step needs depth or regions that are not known
   */
  Degraded apply(Degraded picture, SplittableRandom random);

  /**
   * The radius that this step reads around a pixel, in pixels of its input. A crop needs a margin
   * of this size to match the whole picture.
   */
  default int reach() {
    return 0;
  }

  /** The factor by which this step downsamples the picture. */
  default int factor() {
    return 1;
  }

  /** The largest sigma that this step can add, in pixels of its input. */
  default double largestSigma() {
    return 0;
  }

  /** This step for the requested {@code scale}. */
  default Degradation at(int scale) {
    return this;
  }
}
