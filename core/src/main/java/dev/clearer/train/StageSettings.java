package dev.clearer.train;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.clearer.image.ClassNames;
import dev.clearer.net.Architecture;
import dev.clearer.net.Description;
import dev.clearer.net.PairConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The settings of a {@link Stage} in an experiment.
 *
 * @param networks one network, or an estimator and a restorer
 * @param classes meaning of the labels: {@code nyuv2}, {@code cityscapes} or {@code camvid}, whose
 *     class names are stored in weight files, or {@code numbers}
 * @param scales the trained scales; with several, every batch has one of them
 * @param learns the half that is trained
 * @param told the maps that the restorer gets in training
 * @param losses the losses
 * @param restoredSide side in low-resolution pixels of the central square of each crop that is
 *     restored, to save time: the estimator needs the surroundings, the restorer does not; 0 for
 *     the whole crop
 */
public record StageSettings(
    List<NetworkSettings> networks,
    String classes,
    List<Integer> scales,
    Learning learns,
    Told told,
    LossSettings losses,
    int restoredSide) {
  private static final String NUMBERS = "numbers";

  /** Checks what does not depend on the networks. */
  public StageSettings {
    networks = List.copyOf(networks);
    scales = List.copyOf(scales);
    if (networks.isEmpty() || networks.size() > 2) {
      throw new IllegalArgumentException(
          "networks must be one, or an estimator and a restorer, not " + networks.size());
    }
    if (scales.isEmpty() || scales.stream().distinct().count() < scales.size()) {
      throw new IllegalArgumentException("scales must be one or more different numbers");
    }
    if (restoredSide < 0) {
      throw new IllegalArgumentException("restoredSide must not be negative");
    }
    names(classes);
  }

  private static List<String> names(String classes) {
    if (classes.equals(NUMBERS)) {
      return List.of();
    }
    return Arrays.stream(ClassNames.values())
        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(classes))
        .findFirst()
        .map(ClassNames::names)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "classes must be nyuv2, cityscapes, camvid or numbers, not " + classes));
  }

  /** The class names by index; empty for numbers. */
  @JsonIgnore
  List<String> classNames() {
    return names(classes);
  }

  /** The description of the networks in weight files. */
  @JsonIgnore
  Description<?> description() {
    Record config =
        networks.size() == 1
            ? networks.get(0).network()
            : new PairConfig(networks.get(0).network(), networks.get(1).network());
    return described(config);
  }

  private <C extends Record> Description<C> described(C config) {
    return new Description<>(Architecture.of(config), config, classNames());
  }
}
