/**
 * Types that all packages share: {@link dev.clearer.InputException} for invalid input, and {@link
 * dev.clearer.Progress} to report progress and to cancel.
 */
@NullMarked
package dev.clearer;

import org.jspecify.annotations.NullMarked;
