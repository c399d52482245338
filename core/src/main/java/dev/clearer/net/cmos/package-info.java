/** CMOS, the paper's estimator of blur and semantics. */
@NullMarked
package dev.clearer.net.cmos;

import org.jspecify.annotations.NullMarked;
