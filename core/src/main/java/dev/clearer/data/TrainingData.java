package dev.clearer.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/** Where an experiment's samples come from, and what it is measured on. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = BuiltData.class, name = "built"),
  @JsonSubTypes.Type(value = FreshData.class, name = "fresh")
})
public sealed interface TrainingData permits BuiltData, FreshData {
  /** How the training samples are cut. */
  CropShape crop();

  /**
   * The scales that batches have, each to be drawn equally often.
   *
   * @param scale how many times a network enlarges at most
   * @throws dev.clearer.InputException if they do not fit the network
   */
  default List<Integer> scales(int scale) {
    return List.of(scale);
  }

  /**
   * The sources of training samples, each to be drawn equally often.
   *
   * @param scale how many times larger the sharp pictures must be
   * @throws dev.clearer.InputException if there are none, or of another scale
   */
  List<? extends SampleSource> sources(int scale);

  /**
   * The pictures to measure on; empty where there are none.
   *
   * @param scale how many times larger the sharp pictures must be
   */
  Optional<TestSet> validation(int scale);
}
