/** The verbs of the product, as paths and records: the one layer behind every door. */
@NullMarked
package dev.clearer.service;

import org.jspecify.annotations.NullMarked;
