package dev.clearer.data;

import java.util.List;

/** Pictures for evaluation, in groups of different degradation. */
public interface TestSet {
  /**
   * A group.
   *
   * @param folder its name in a built dataset, such as {@code Group1}
   * @param title name of the degradation in tables
   * @param scale sharp size divided by low-resolution size
   */
  record Group(String folder, String title, int scale) {
    /** Defocus by depth. */
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

    /** The group at another scale, which is added to the title unless it is 4. */
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
   * Reads picture {@code index} of a group without caching.
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
