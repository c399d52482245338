/** Training: losses, optimizer, schedule, checkpoints, and one explicit loop. */
@NullMarked
package dev.clearer.train;

import org.jspecify.annotations.NullMarked;
