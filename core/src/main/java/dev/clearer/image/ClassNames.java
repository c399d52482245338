package dev.clearer.image;

import java.util.List;

/** What the class indices of the known data sets mean. */
public enum ClassNames {
  /** The 40 classes of NYUv2 (Gupta et al. 2013), as they are read: 0 is "wall". */
  NYUV2(
      "wall, floor, cabinet, bed, chair, sofa, table, door, window, bookshelf, picture, counter,"
          + " blinds, desk, shelves, curtain, dresser, pillow, mirror, floor mat, clothes, ceiling,"
          + " books, refrigerator, television, paper, towel, shower curtain, box, whiteboard,"
          + " person, night stand, toilet, sink, lamp, bathtub, bag, other structure,"
          + " other furniture, other prop"),
  /** The 19 training classes of Cityscapes. */
  CITYSCAPES(
      "road, sidewalk, building, wall, fence, pole, traffic light, traffic sign, vegetation,"
          + " terrain, sky, person, rider, car, truck, bus, train, motorcycle, bicycle"),
  /** The 11 classes of CamVid. */
  CAMVID("sky, building, pole, road, pavement, tree, sign, fence, car, pedestrian, cyclist");

  private final String names;

  ClassNames(String names) {
    this.names = names;
  }

  /** The names in the order of their indices. */
  public List<String> names() {
    return List.of(names.split(", ", -1));
  }

  /** The name of one class, "unknown" for {@link LabelMap#IGNORE} and what is out of range. */
  public String of(int index) {
    List<String> all = names();
    return index >= 0 && index < all.size() ? all.get(index) : "unknown";
  }
}
