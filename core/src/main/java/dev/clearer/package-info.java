/**
 * The words that every package shares: {@link dev.clearer.InputException} (the user's to mend) and
 * {@link dev.clearer.Progress} (how far a long piece of work has come, and whether to go on).
 */
@NullMarked
package dev.clearer;

import org.jspecify.annotations.NullMarked;
