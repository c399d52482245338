/**
 * Reports: pages without scripts, tables, charts, CSV (RFC 4180) and TensorBoard's event files.
 * None knows what is reported.
 */
@NullMarked
package dev.clearer.report;

import org.jspecify.annotations.NullMarked;
