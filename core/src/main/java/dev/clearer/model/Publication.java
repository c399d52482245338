package dev.clearer.model;

import java.util.List;

/**
 * Where a method was published, and its published network.
 *
 * @param year of publication
 * @param citation authors, title and place, in one line
 * @param scales enlargements that it was published for, ascending
 * @param parameters of the network at the largest of these scales
 * @param gigaMultiplyAdds billions of multiply-adds of its convolutions and linear layers that this
 *     network needs for an input of 160x120 pixels; 0 where it learns on the picture, which takes
 *     minutes
 */
public record Publication(
    int year, String citation, List<Integer> scales, long parameters, double gigaMultiplyAdds) {
  /** Copies the list. */
  public Publication {
    scales = List.copyOf(scales);
  }
}
