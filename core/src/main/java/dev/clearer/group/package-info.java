/**
 * Processes that train together, on one machine or several: they connect, average gradients and
 * detect lost processes.
 */
@NullMarked
package dev.clearer.group;

import org.jspecify.annotations.NullMarked;
