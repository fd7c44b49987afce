package dev.bellwether.ingest;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Words in texts, and not within longer ones: 12 is not in 120 or 2026-06-12, nor ACME-1 in
 * ACME-10. An e-mail address is the same in any letters.
 */
public final class Words {
  private Words() {}

  /** Whether a word stands in a text: letters and digits beside it make another word of it. */
  public static boolean holds(String text, String word) {
    return word.isEmpty() || indexOf(text, word, 0) >= 0;
  }

  /** A text with something else in the place of these words. */
  public static String without(String text, Collection<String> words, String instead) {
    // the longest first, since a name may hold another
    List<String> all =
        words.stream()
            .filter(word -> !word.isEmpty())
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
    String left = text;
    for (String word : all) {
      left = without(left, word, instead);
    }
    return left;
  }

  private static String without(String text, String word, String instead) {
    StringBuilder left = new StringBuilder();
    int done = 0;
    for (int at = indexOf(text, word, 0); at >= 0; at = indexOf(text, word, done)) {
      left.append(text, done, at).append(instead);
      done = at + word.length();
    }
    return left.append(text, done, text.length()).toString();
  }

  /** Whether a word is digits and nothing else. */
  static boolean isNumber(String word) {
    return !word.isEmpty() && word.chars().allMatch(Character::isDigit);
  }

  private static int indexOf(String text, String word, int from) {
    boolean anyCase = word.contains("@");
    for (int at = from; at + word.length() <= text.length(); at++) {
      if (text.regionMatches(anyCase, at, word, 0, word.length()) && isWhole(text, word, at)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isWhole(String text, String word, int at) {
    int end = at + word.length();
    boolean isNumber = isNumber(word);
    return !goesOn(text, at - 1, -1, isNumber) && !goesOn(text, end, 1, isNumber);
  }

  /** Whether what stands beside a word belongs to it; a number goes on in a date, say. */
  private static boolean goesOn(String text, int beside, int step, boolean isNumber) {
    if (beside < 0 || beside >= text.length()) {
      return false;
    }
    char next = text.charAt(beside);
    int further = beside + step;
    boolean isJoint =
        isNumber
            && "-:./".indexOf(next) >= 0
            && further >= 0
            && further < text.length()
            && Character.isDigit(text.charAt(further));
    return Character.isLetterOrDigit(next) || isJoint;
  }
}
