package dev.clearer.data;

import java.util.List;

/** Pictures to measure on, in groups that differ in how the pictures were degraded. */
public interface TestSet {
  /**
   * A group.
   *
   * @param folder its name in a built dataset: {@code Group1} and so on
   * @param title what was done to its pictures
   */
  record Group(String folder, String title) {
    /** Out of focus by depth. */
    public static final Group SPACE_VARIANT = new Group("Group1", "space-variant");

    /** One sigma for the whole picture. */
    public static final Group SPACE_INVARIANT = new Group("Group2", "space-invariant");

    static Group of(String folder) {
      return switch (folder) {
        case "Group1" -> SPACE_VARIANT;
        case "Group2" -> SPACE_INVARIANT;
        default -> new Group(folder, folder.isEmpty() ? "all" : folder);
      };
    }
  }

  /** The groups in the order of their folders. */
  List<Group> groups();

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
