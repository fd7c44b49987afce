package dev.bellwether.tools.draft;

import java.util.List;
import java.util.stream.Collectors;

/** Values to look at: as they are, or only what they look like, since they may be of people. */
final class Samples {
  private static final int LONGEST = 24;

  private Samples() {}

  /** What the commonest values look like: letters as {@code x} and {@code X}, digits as 9. */
  static String masked(ColumnProfile profile, int atMost) {
    List<String> masks =
        profile.commonest().stream().map(Samples::mask).distinct().limit(atMost).toList();
    return String.join(", ", masks);
  }

  /** The commonest values. */
  static String shown(ColumnProfile profile, int atMost) {
    return profile.commonest().stream()
        .limit(atMost)
        .map(Samples::shortened)
        .collect(Collectors.joining(", "));
  }

  private static String mask(String value) {
    return shortened(
        value
            .replaceAll("\\p{Lu}", "X")
            .replaceAll("[\\p{L}&&[^X]]", "x")
            .replaceAll("\\p{N}", "9")
            .replaceAll("[\\p{Cntrl}]", " "));
  }

  private static String shortened(String value) {
    String line = value.replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
