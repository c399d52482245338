/** RRDB-SFT, the paper's restorer that uses blur and semantics. */
@NullMarked
package dev.clearer.net.rrdbsft;

import org.jspecify.annotations.NullMarked;
