package dev.clearer.net;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import dev.clearer.model.Family;
import dev.clearer.model.Network;
import dev.clearer.net.cmos.CmosNetwork;
import dev.clearer.net.compact.CompactNetwork;
import dev.clearer.net.dan.DanNetwork;
import dev.clearer.net.dcls.DclsNetwork;
import dev.clearer.net.dmbsr.DmbsrNetwork;
import dev.clearer.net.ikc.CorrectorNetwork;
import dev.clearer.net.ikc.IkcNetwork;
import dev.clearer.net.ikc.PredictorNetwork;
import dev.clearer.net.ikc.SftmdNetwork;
import dev.clearer.net.imdn.ImdnNetwork;
import dev.clearer.net.kernelgan.KernelGanNetwork;
import dev.clearer.net.manet.MaNetNetwork;
import dev.clearer.net.manet.MaNetRestorerNetwork;
import dev.clearer.net.photo.PhotoNetwork;
import dev.clearer.net.realesr.RealEsrNetwork;
import dev.clearer.net.rrdbsft.RrdbSftNetwork;
import dev.clearer.net.srmd.SrmdNetwork;
import dev.clearer.net.usrnet.UsrNetNetwork;
import dev.clearer.net.zssr.ZssrModel;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All networks. To add a network, add its line to {@link #ALL}. */
public final class Architecture {
  /** All families. Weights without a description belong to the first that recognises them. */
  public static final List<Family<?>> ALL =
      List.of(
          CompactNetwork.FAMILY,
          PhotoNetwork.FAMILY,
          CmosNetwork.FAMILY,
          RrdbSftNetwork.FAMILY,
          SrmdNetwork.FAMILY,
          MaNetNetwork.FAMILY,
          MaNetRestorerNetwork.FAMILY,
          IkcNetwork.FAMILY,
          PredictorNetwork.FAMILY,
          CorrectorNetwork.FAMILY,
          SftmdNetwork.FAMILY,
          DanNetwork.VERSION_1,
          DanNetwork.VERSION_2,
          DclsNetwork.FAMILY,
          UsrNetNetwork.FAMILY,
          DmbsrNetwork.FAMILY,
          KernelGanNetwork.FAMILY,
          ZssrModel.FAMILY,
          ImdnNetwork.FAMILY,
          RealEsrNetwork.FAMILY,
          PairNetwork.FAMILY);

  private Architecture() {}

  /**
   * The family with the given name.
   *
   * @throws InputException if there is none
   */
  public static Family<?> named(String name) {
    return named(name, ALL);
  }

  static Family<?> named(String name, List<Family<?>> known) {
    return find(name, known)
        .orElseThrow(
            () ->
                new InputException(
                    "There is no network %s; known: %s.".formatted(name, names(known))));
  }

  static Optional<Family<?>> find(String name) {
    return find(name, ALL);
  }

  private static Optional<Family<?>> find(String name, List<Family<?>> known) {
    return known.stream()
        .filter(family -> family.name().equals(name))
        .<Family<?>>map(family -> family)
        .findFirst();
  }

  static String names() {
    return names(ALL);
  }

  private static String names(List<Family<?>> known) {
    return known.stream().map(Family::name).collect(Collectors.joining(", "));
  }

  /** Renames published weights to the names that the networks use. */
  static Weights renamed(Weights weights, List<Family<?>> known) {
    Weights renamed = weights;
    for (Family<?> family : known) {
      renamed = family.names().apply(renamed);
    }
    return renamed;
  }

  /** Describes weights without a description, by names and shapes. */
  static Description<?> foreign(Weights weights) {
    return foreign(weights, ALL);
  }

  static Description<?> foreign(Weights weights, List<Family<?>> known) {
    return known.stream()
        .filter(family -> family.looksLike().test(weights))
        .findFirst()
        .map(family -> measured(family, weights))
        .orElseThrow(
            () ->
                new InputException(
                    ("These weights belong to no network that is known here (%s): name a model that"
                            + " comes with Clearer, or a run's model.safetensors.")
                        .formatted(names(known))));
  }

  private static <C extends Record> Description<C> measured(Family<C> family, Weights weights) {
    try {
      return new Description<>(family, family.sizes().apply(weights), List.of());
    } catch (InputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InputException(
          "These look like weights of %s, but have sizes that it cannot have (%s): choose other weights."
              .formatted(family.name(), String.valueOf(e.getMessage()).replaceFirst("\\.$", "")),
          e);
    }
  }

  /** The description that {@code weights} of {@code family} carry. */
  static <C extends Record> Description<C> described(Family<C> family, Weights weights) {
    String yaml = weights.metadata().getOrDefault(Description.CONFIG, "");
    C sizes =
        Configuration.parse(yaml, "The weights' " + Description.CONFIG, family.config(), List.of());
    return new Description<>(family, sizes, Description.classes(weights));
  }

  /** Creates a network of the given sizes with random weights. Call it outside any scope. */
  public static <C extends Record> Network build(C sizes) {
    return of(sizes).build().apply(sizes);
  }

  /** The family that {@code config} belongs to. */
  @SuppressWarnings("unchecked") // the class was compared
  public static <C extends Record> Family<C> of(C config) {
    return (Family<C>)
        ALL.stream()
            .filter(family -> family.config() == config.getClass())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(config + " is of no family"));
  }
}
