package dev.clearer.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/** The training samples and validation pictures of an experiment. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = BuiltData.class, name = "built"),
  @JsonSubTypes.Type(value = FreshData.class, name = "fresh")
})
public sealed interface TrainingData permits BuiltData, FreshData {
  /** Size and zoom of training crops. */
  CropShape crop();

  /**
   * The scales of batches, all equally likely.
   *
   * @param scale the largest scale of the network
   * @throws dev.clearer.InputException if they do not fit the network
   */
  default List<Integer> scales(int scale) {
    return List.of(scale);
  }

  /**
   * The sources of training samples, all equally likely.
   *
   * @param scale the scale of the samples
   * @throws dev.clearer.InputException if there are none at this scale
   */
  List<? extends SampleSource> sources(int scale);

  /**
   * The validation pictures; empty if there are none.
   *
   * @param scale the scale of the samples
   */
  Optional<TestSet> validation(int scale);
}
