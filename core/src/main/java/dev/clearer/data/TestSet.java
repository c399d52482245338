package dev.clearer.data;

import java.util.List;

/** Pictures to measure on, in groups that differ in how the pictures were degraded. */
public interface TestSet {
  /**
   * A group.
   *
   * @param folder its name in a built dataset: {@code Group1} and so on
   * @param title what was done to its pictures
   * @param scale how many times as large as the low-resolution pictures the sharp ones are
   */
  record Group(String folder, String title, int scale) {
    /** Out of focus by depth. */
    public static final Group SPACE_VARIANT = new Group("Group1", "space-variant", 4);

    /** One sigma for the whole picture. */
    public static final Group SPACE_INVARIANT = new Group("Group2", "space-invariant", 4);

    static Group of(String folder, int scale) {
      return switch (folder) {
        case "Group1" -> SPACE_VARIANT.at(scale);
        case "Group2" -> SPACE_INVARIANT.at(scale);
        default -> new Group(folder, folder.isEmpty() ? "all" : folder.replace('-', ' '), scale);
      };
    }

    /** The group at another scale than 4, which its title then tells. */
    Group at(int other) {
      return other == scale ? this : new Group(folder, title + " x" + other, other);
    }
  }

  /** The groups in the order of their folders. */
  List<Group> groups();

  /** Whether the true blur of the pictures is known. */
  default boolean knowsBlur() {
    return true;
  }

  /** The names of the pictures of a group, in their order. */
  List<String> names(Group group);

  /**
   * Picture {@code index} of a group; nothing of it is kept.
   *
   * @throws dev.clearer.InputException if a file cannot be read or does not fit the others
   */
  TestPicture read(Group group, int index);

  /**
   * Width and height of the sharp picture {@code index} of a group.
   *
   * @throws dev.clearer.InputException if its file cannot be read
   */
  int[] size(Group group, int index);
}
