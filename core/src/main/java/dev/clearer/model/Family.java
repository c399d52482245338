package dev.clearer.model;

import dev.clearer.InputException;
import dev.clearer.tensor.Weights;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A family of networks of one design: all that is needed to read their weights, to train them and
 * to combine them. Each package of networks has one as a constant.
 *
 * @param <C> record of the sizes of a network
 * @param name in weight files, experiments and messages
 * @param config the record of the sizes
 * @param build creates a network of given sizes with random weights, outside any scope
 * @param example sizes of a tiny network, for tests and tables
 * @param names from the names of published weights to those used here; weights of other networks
 *     stay as they are
 * @param looksLike whether weights that do not name their network belong to this family, by names
 *     and shapes
 * @param sizes of weights that do not tell theirs, from names and shapes
 * @param companion a tensor that published weights keep in another file, or null
 * @param alone sizes with which a network works without weights, or null
 * @param publication where the method was published, or null
 */
public record Family<C extends Record>(
    String name,
    Class<C> config,
    Function<C, ? extends Network> build,
    C example,
    UnaryOperator<Weights> names,
    Predicate<Weights> looksLike,
    Function<Weights, C> sizes,
    @Nullable Companion companion,
    @Nullable C alone,
    @Nullable Publication publication) {

  /**
   * A family whose weight files always describe their network.
   *
   * @param name in weight files, experiments and messages
   * @param example sizes of a tiny network
   * @param build creates a network of given sizes, outside any scope
   */
  @SuppressWarnings("unchecked") // the class of an object of type C
  public static <C extends Record> Family<C> of(
      String name, C example, Function<C, ? extends Network> build) {
    return new Family<>(
        name,
        (Class<C>) example.getClass(),
        build,
        example,
        UnaryOperator.identity(),
        weights -> false,
        weights -> {
          throw new InputException("weights of " + name + " must describe themselves");
        },
        null,
        null,
        null);
  }

  /** The same, recognising weights that do not describe their network. */
  public Family<C> recognising(Predicate<Weights> looksLikeIt, Function<Weights, C> itsSizes) {
    return new Family<>(
        name, config, build, example, names, looksLikeIt, itsSizes, companion, alone, publication);
  }

  /** The same, with other names in published weights. */
  public Family<C> renaming(UnaryOperator<Weights> toOwnNames) {
    return new Family<>(
        name, config, build, example, toOwnNames, looksLike, sizes, companion, alone, publication);
  }

  /** The same, with a tensor that published weights keep in another file. */
  public Family<C> with(Companion beside) {
    return new Family<>(
        name, config, build, example, names, looksLike, sizes, beside, alone, publication);
  }

  /** The same, which also works without weights. */
  public Family<C> workingAlone(C settings) {
    return new Family<>(
        name, config, build, example, names, looksLike, sizes, companion, settings, publication);
  }

  /** The same, with where the method was published. */
  public Family<C> published(Publication where) {
    return new Family<>(
        name, config, build, example, names, looksLike, sizes, companion, alone, where);
  }

  @Override
  public String toString() {
    return name;
  }
}
