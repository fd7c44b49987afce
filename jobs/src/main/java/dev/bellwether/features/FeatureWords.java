package dev.bellwether.features;

import dev.bellwether.platform.contract.FeatureEntry;
import dev.bellwether.platform.contract.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a feature says, in people's words, by the templates of its contract. In them {@code {name}}
 * is a value, and {@code [s]} stands only where the value before it is not one.
 */
public final class FeatureWords {
  private static final Pattern SLOT = Pattern.compile("\\{(\\w*)}|\\[([^]]*)]");
  private static final List<String> NUMBERS =
      List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  private final FeatureEntry entry;

  FeatureWords(FeatureEntry entry) {
    this.entry = entry;
  }

  /** Words for a number of which only the name is known. */
  static FeatureWords ofName(String name) {
    Map<String, String> words = Map.of(FeatureEntry.LEVEL, name + ": {value}");
    return new FeatureWords(
        new FeatureEntry(name, Unit.NUMBER, Optional.empty(), false, Optional.empty(), words));
  }

  /** A value: "57 % of seats in use". */
  public String level(double value) {
    String template = entry.words().get(FeatureEntry.LEVEL);
    return filled(template, Map.of("value", value(value)));
  }

  /** A value alone, with its unit: "57 %". */
  public String value(double value) {
    return UnitText.level(entry.unit(), value);
  }

  /** A value that moved: "seat utilisation fell 57 % → 48 %", "two escalations opened". */
  public String move(double from, double to) {
    return template(from, to)
        .map(template -> filled(template, values(from, to)))
        .orElseGet(() -> roseOrFell(from, to));
  }

  private Optional<String> template(double from, double to) {
    Map<String, String> words = entry.words();
    Optional<String> ofZero =
        to == 0
            ? Optional.ofNullable(words.get(FeatureEntry.ENDS))
            : Optional.ofNullable(from == 0 ? words.get(FeatureEntry.BEGINS) : null);
    String direction = to > from ? FeatureEntry.RISE : FeatureEntry.FALL;
    return ofZero
        .or(() -> Optional.ofNullable(words.get(direction)))
        .or(() -> Optional.ofNullable(words.get(FeatureEntry.MOVE)));
  }

  private Map<String, String> values(double from, double to) {
    return Map.of(
        "from", UnitText.bare(entry.unit(), from),
        "to", UnitText.full(entry.unit(), to),
        "by", inWords(Math.round(Math.abs(to - from))));
  }

  private String roseOrFell(double from, double to) {
    String moved = entry.name() + (to > from ? " rose" : " fell");
    boolean looksEqual = UnitText.bare(entry.unit(), from).equals(UnitText.bare(entry.unit(), to));
    return looksEqual ? moved + " slightly" : filled(moved + " {from} → {to}", values(from, to));
  }

  private static String inWords(long number) {
    return number < NUMBERS.size() ? NUMBERS.get((int) number) : String.valueOf(number);
  }

  private static String filled(String template, Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    String before = "";
    Matcher slots = SLOT.matcher(template);
    while (slots.find()) {
      boolean isValue = slots.group(1) != null;
      before = isValue ? values.get(slots.group(1)) : before;
      boolean isOne = before.equals("1") || before.equals("one");
      String shown = isValue ? before : isOne ? "" : slots.group(2);
      slots.appendReplacement(text, Matcher.quoteReplacement(shown));
    }
    return slots.appendTail(text).toString();
  }
}
