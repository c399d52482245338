package dev.clearer.degrade;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.clearer.InputException;
import java.util.SplittableRandom;

/** One step that makes a picture worse; a YAML list of them, in any order, is a {@link Recipe}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Defocus.class, name = "defocus"),
  @JsonSubTypes.Type(value = UniformBlur.class, name = "uniform-blur"),
  @JsonSubTypes.Type(value = ApertureBlur.class, name = "aperture-blur"),
  @JsonSubTypes.Type(value = MotionBlur.class, name = "motion-blur"),
  @JsonSubTypes.Type(value = GaussianNoise.class, name = "gaussian-noise"),
  @JsonSubTypes.Type(value = PoissonGaussianNoise.class, name = "poisson-gaussian-noise"),
  @JsonSubTypes.Type(value = Jpeg.class, name = "jpeg"),
  @JsonSubTypes.Type(value = Downsampling.class, name = "downsampling")
})
public sealed interface Degradation
    permits Defocus,
        UniformBlur,
        ApertureBlur,
        MotionBlur,
        GaussianNoise,
        PoissonGaussianNoise,
        Jpeg,
        Downsampling {
  /**
   * The scene after this step; what is left to chance comes from {@code random} alone.
   *
   * @throws InputException if the step needs something that the scene does not have
   */
  Scene apply(Scene scene, SplittableRandom random);
}
