package dev.clearer.image;

/** Draws maps in colours: the same ones in reports, contact sheets and on the web page. */
public final class ColourMap {
  /** Ten equidistant colours of viridis (by van der Walt and Smith, CC0), dark to bright. */
  private static final int[] VIRIDIS = {
    0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b,
    0xfde725
  };

  private static final int UNKNOWN = 0;

  private ColourMap() {}

  /**
   * A blur map in viridis: dark violet where it is sharp, yellow at {@code maxSigma} and above.
   *
   * @param maxSigma the sigma that gets the brightest colour, over 0
   */
  public static Image colour(BlurMap map, double maxSigma) {
    if (!(maxSigma > 0)) {
      throw new IllegalArgumentException("a largest sigma of " + maxSigma);
    }
    int[] colours = new int[map.sigma().length];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = at(map.sigma()[i] / maxSigma);
    }
    return image(map.width(), map.height(), colours);
  }

  /**
   * A depth map in viridis: yellow near, dark violet at {@code farthest} and beyond, black where
   * nobody knows.
   *
   * @param farthest the depth in millimetres that gets the darkest colour, over 0
   */
  public static Image colour(DepthMap map, double farthest) {
    if (!(farthest > 0)) {
      throw new IllegalArgumentException("a largest depth of " + farthest);
    }
    int[] colours = new int[map.millimetres().length];
    for (int i = 0; i < colours.length; i++) {
      float depth = map.millimetres()[i];
      colours[i] = depth > 0 ? at(1 - depth / farthest) : UNKNOWN;
    }
    return image(map.width(), map.height(), colours);
  }

  /** A class map with a colour for every class, black where nobody knows. */
  public static Image colour(LabelMap map) {
    int[] colours = new int[map.classes().length];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = ofClass(map.classes()[i] & 0xff);
    }
    return image(map.width(), map.height(), colours);
  }

  /** The colour 0xRRGGBB at a share of the scale, for legends; outside [0, 1] its ends. */
  public static int at(double share) {
    double position = Math.min(1, Math.max(0, share)) * (VIRIDIS.length - 1);
    int below = (int) Math.min(VIRIDIS.length - 2, position);
    return mixed(VIRIDIS[below], VIRIDIS[below + 1], position - below);
  }

  /** The colour 0xRRGGBB of a class, for legends; neighbouring indices differ strongly. */
  public static int ofClass(int index) {
    if (index == LabelMap.IGNORE) {
      return UNKNOWN;
    }
    double goldenSection = 0.6180339887498949;
    double hue = (index * goldenSection + 0.08) % 1;
    return hsv(hue, 0.45 + 0.25 * (index % 2), 0.95 - 0.15 * (index % 4));
  }

  private static int mixed(int from, int to, double share) {
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = from >> shift & 0xff;
      int b = to >> shift & 0xff;
      colour |= (int) Math.round(a + share * (b - a)) << shift;
    }
    return colour;
  }

  private static int hsv(double hue, double saturation, double value) {
    int colour = 0;
    for (int channel : new int[] {5, 3, 1}) {
      double k = (channel + 6 * hue) % 6;
      double level = value * (1 - saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k))));
      colour = colour << 8 | (int) Math.round(255 * level);
    }
    return colour;
  }

  private static Image image(int width, int height, int[] colours) {
    float[][] planes = new float[3][colours.length];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < colours.length; i++) {
        planes[c][i] = (colours[i] >> (16 - 8 * c) & 0xff) / 255f;
      }
    }
    return Image.of(width, height, planes);
  }
}
