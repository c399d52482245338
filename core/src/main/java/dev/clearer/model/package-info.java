/**
 * A model: an estimator that finds out how a picture was degraded, and a restorer that is told. The
 * contracts that every network fulfils, and how two of them become one model.
 */
@NullMarked
package dev.clearer.model;

import org.jspecify.annotations.NullMarked;
