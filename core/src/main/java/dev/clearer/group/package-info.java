/**
 * Processes that train together, on one machine or many: they meet, exchange gradients and watch
 * one another.
 */
@NullMarked
package dev.clearer.group;

import org.jspecify.annotations.NullMarked;
