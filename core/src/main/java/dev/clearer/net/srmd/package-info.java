/**
 * SRMD and SRMDNF (Zhang, Zuo and Zhang, "Learning a Single Convolutional Super-Resolution Network
 * for Multiple Degradations", CVPR 2018): a plain convolutional network that is told the blur of
 * every low-resolution pixel as a code of 15 numbers and, in SRMD, the noise.
 */
@NullMarked
package dev.clearer.net.srmd;

import org.jspecify.annotations.NullMarked;
