package dev.bellwether.ingest;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Words in texts, and not within longer ones: 12 is not in 120, nor ACME-1 in ACME-10. */
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

  private static int indexOf(String text, String word, int from) {
    for (int at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      if (begins && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
        return at;
      }
    }
    return -1;
  }
}
