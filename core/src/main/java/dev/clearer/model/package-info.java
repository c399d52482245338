/**
 * A model is an estimator, which estimates how a picture was degraded, and a restorer, which uses
 * these estimates. This package holds the contracts of networks and combines two of them into a
 * model.
 */
@NullMarked
package dev.clearer.model;

import org.jspecify.annotations.NullMarked;
