package dev.clearer.net;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import dev.clearer.model.Network;
import dev.clearer.net.cmos.Cmos;
import dev.clearer.net.cmos.CmosNetwork;
import dev.clearer.net.compact.CompactConfig;
import dev.clearer.net.compact.CompactNetwork;
import dev.clearer.net.dan.DanNetwork;
import dev.clearer.net.dan.DanV1;
import dev.clearer.net.dan.DanV2;
import dev.clearer.net.ikc.Ikc;
import dev.clearer.net.ikc.IkcNetwork;
import dev.clearer.net.ikc.Predictor;
import dev.clearer.net.ikc.PredictorNetwork;
import dev.clearer.net.ikc.Sftmd;
import dev.clearer.net.ikc.SftmdNetwork;
import dev.clearer.net.photo.PhotoConfig;
import dev.clearer.net.photo.PhotoNetwork;
import dev.clearer.net.rrdbsft.RrdbSft;
import dev.clearer.net.rrdbsft.RrdbSftNetwork;
import dev.clearer.net.srmd.Srmd;
import dev.clearer.net.srmd.SrmdNetwork;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A family of networks. {@link #ALL} lists every one that there is: to add a network, add its line.
 *
 * @param <C> its sizes
 * @param name in weight files, experiments and messages
 * @param config the record of its sizes
 * @param build makes a network of given sizes, outside any scope
 * @param looksLike tells whether weights that do not say so belong to it, by their names
 * @param sizes of weights that do not tell theirs, from names and shapes
 * @param companion what published weights keep in another file; null for nothing
 */
public record Architecture<C extends Record>(
    String name,
    Class<C> config,
    Function<C, ? extends Network> build,
    Predicate<Weights> looksLike,
    Function<Weights, C> sizes,
    @Nullable Companion companion) {
  /** The PCA matrix that belongs to the published weights of IKC. */
  private static final String IKC_MATRIX = "pca_ikc_yuanjunchai_iso_k21_c10.safetensors";

  /** All networks. Weights without a description belong to the first that recognises them. */
  public static final List<Architecture<?>> ALL =
      List.of(
          new Architecture<>(
              "compact",
              CompactConfig.class,
              CompactNetwork::new,
              CompactNetwork::looksLike,
              CompactConfig::of),
          new Architecture<>(
              "cmos",
              Cmos.Config.class,
              CmosNetwork::new,
              CmosNetwork::looksLike,
              CmosNetwork::sizes),
          new Architecture<>(
              "rrdb-sft",
              RrdbSft.Config.class,
              RrdbSftNetwork::new,
              RrdbSftNetwork::looksLike,
              RrdbSftNetwork::sizes),
          new Architecture<>(
              "photo",
              PhotoConfig.class,
              PhotoNetwork::new,
              PhotoNetwork::looksLike,
              PhotoNetwork::sizes),
          new Architecture<>(
              "srmd",
              Srmd.Config.class,
              SrmdNetwork::new,
              SrmdNetwork::looksLike,
              SrmdNetwork::sizes,
              new Companion(
                  SrmdNetwork.CODER, "srmd_pca_15x225.safetensors", UnaryOperator.identity())),
          new Architecture<>(
              "dan-v1",
              DanV1.Config.class,
              DanNetwork::version1,
              DanNetwork::looksLikeVersion1,
              DanNetwork::sizesOfVersion1),
          new Architecture<>(
              "dan-v2",
              DanV2.Config.class,
              DanNetwork::version2,
              DanNetwork::looksLikeVersion2,
              DanNetwork::sizesOfVersion2),
          new Architecture<>(
              "ikc", Ikc.Config.class, IkcNetwork::new, IkcNetwork::looksLike, IkcNetwork::sizes),
          new Architecture<>(
              "ikc-predictor",
              Predictor.Config.class,
              PredictorNetwork::new,
              PredictorNetwork::looksLike,
              PredictorNetwork::sizes,
              new Companion(PredictorNetwork.MATRIX, IKC_MATRIX, UnaryOperator.identity())),
          new Architecture<>(
              "sftmd",
              Sftmd.Config.class,
              SftmdNetwork::new,
              SftmdNetwork::looksLike,
              SftmdNetwork::sizes,
              new Companion(SftmdNetwork.MATRIX, IKC_MATRIX, UnaryOperator.identity())),
          new Architecture<>(
              "pair",
              PairConfig.class,
              PairNetwork::new,
              PairNetwork::looksLike,
              PairNetwork::sizes));

  /** A family whose weight files are whole. */
  public Architecture(
      String name,
      Class<C> config,
      Function<C, ? extends Network> build,
      Predicate<Weights> looksLike,
      Function<Weights, C> sizes) {
    this(name, config, build, looksLike, sizes, null);
  }

  /**
   * The architecture with the given name.
   *
   * @throws InputException if there is none
   */
  public static Architecture<?> named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new InputException("There is no network %s; known: %s.".formatted(name, names())));
  }

  static Optional<Architecture<?>> find(String name) {
    return ALL.stream()
        .filter(architecture -> architecture.name.equals(name))
        .<Architecture<?>>map(architecture -> architecture)
        .findFirst();
  }

  static String names() {
    return ALL.stream().map(Architecture::name).collect(Collectors.joining(", "));
  }

  /** Describes weights without a description, by names and shapes. */
  static Description<?> foreign(Weights weights) {
    return ALL.stream()
        .filter(architecture -> architecture.looksLike.test(weights))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    ("These weights belong to no network that is known here (%s): name a model that"
                            + " comes with Clearer, or a run's model.safetensors.")
                        .formatted(names())))
        .measured(weights);
  }

  private Description<C> measured(Weights weights) {
    try {
      return new Description<>(this, sizes.apply(weights), List.of());
    } catch (InputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InputException(
          "These look like weights of %s, but have sizes that it cannot have (%s): choose other weights."
              .formatted(name, String.valueOf(e.getMessage()).replaceFirst("\\.$", "")),
          e);
    }
  }

  /** The description that {@code weights} of this architecture carry. */
  Description<C> described(Weights weights) {
    String yaml = weights.metadata().getOrDefault(Description.CONFIG, "");
    C sizesTold =
        Configuration.parse(yaml, "The weights' " + Description.CONFIG, config, List.of());
    return new Description<>(this, sizesTold, Description.classes(weights));
  }

  /** Creates a network of the given sizes with random weights. Call it outside any scope. */
  public static <C extends Record> Network build(C sizes) {
    return of(sizes).build().apply(sizes);
  }

  /** The architecture that {@code config} belongs to. */
  @SuppressWarnings("unchecked") // the class was compared
  public static <C extends Record> Architecture<C> of(C config) {
    return (Architecture<C>)
        ALL.stream()
            .filter(architecture -> architecture.config == config.getClass())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(config + " is of no architecture"));
  }
}
