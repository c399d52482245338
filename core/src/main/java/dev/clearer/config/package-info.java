/**
 * Experiments in YAML. {@link dev.clearer.config.Configuration} reads a file into records that
 * check their own ranges; refuses unknown, missing, duplicate and wrongly typed keys, with their
 * path; applies {@code --set a.b=c}; and writes a record back. There are no hidden defaults.
 */
@NullMarked
package dev.clearer.config;

import org.jspecify.annotations.NullMarked;
