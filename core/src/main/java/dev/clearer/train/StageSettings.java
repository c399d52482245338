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
 * What is trained, as an experiment describes it: see {@link Stage}.
 *
 * @param networks one that is all that is needed, or two: one that estimates and one that restores
 * @param classes what the labels are: {@code nyuv2}, {@code cityscapes} or {@code camvid}, whose
 *     names go into weight files, or {@code numbers}
 * @param scales how many times larger the sharp pictures are; with several, the parts of every
 *     batch take turns
 * @param learns which half learns
 * @param told what the restorer is told
 * @param losses what is learnt from
 * @param restoredSide side of the middle of every crop that is restored, in low-resolution pixels:
 *     an estimator needs surroundings, and a restorer takes most of the time; 0: all of it
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

  /** Checks what can be known without building the networks. */
  public StageSettings {
    networks = List.copyOf(networks);
    scales = List.copyOf(scales);
    if (networks.isEmpty() || networks.size() > 2) {
      throw new IllegalArgumentException(
          "networks must be one, or an estimator and a restorer, not " + networks.size());
    }
    if (scales.isEmpty() || scales.stream().distinct().count() < scales.size()) {
      throw new IllegalArgumentException("scales must name one or more, none twice");
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

  /** The names of the classes by index; empty for numbers. */
  @JsonIgnore
  List<String> classNames() {
    return names(classes);
  }

  /** What weight files say of the network. */
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
