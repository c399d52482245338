/**
 * One YAML file is one experiment: {@link dev.clearer.config.Configuration} reads it into records
 * that check their own ranges, refuses unknown, missing, duplicate and ill-typed keys with their
 * path, applies {@code --set a.b=c}, and writes a record back. There are no hidden defaults.
 */
@NullMarked
package dev.clearer.config;

import org.jspecify.annotations.NullMarked;
