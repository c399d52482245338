/**
 * USRNet (Zhang, Van Gool and Timofte, "Deep Unfolding Network for Image Super-Resolution", CVPR
 * 2020): restores a picture whose one blur kernel is known, by any kernel and any scale from 1 to
 * 4. A step in closed form, which fits the picture to what was seen, takes turns with a network
 * that makes it look like a picture.
 */
@NullMarked
package dev.clearer.net.usrnet;

import org.jspecify.annotations.NullMarked;
