/**
 * Reports: HTML pages without scripts, tables, charts, CSV files (RFC 4180) and TensorBoard event
 * files. These classes are independent of what is reported.
 */
@NullMarked
package dev.clearer.report;

import org.jspecify.annotations.NullMarked;
