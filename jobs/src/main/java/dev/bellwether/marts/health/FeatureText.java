package dev.bellwether.marts.health;

import java.util.List;
import java.util.Locale;

/** What a feature's move is in people's words: "two escalations opened", "invoice paid". */
final class FeatureText {
  private static final List<String> NUMBERS =
      List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  private FeatureText() {}

  /** The move of a measure's feature between two nights that both know it. */
  static String moved(Change change) {
    double from = change.from().rawValue();
    double to = change.to().rawValue();
    return switch (change.feature()) {
      case "open_escalations" -> happened(to - from, "escalation", "opened", "closed");
      case "open_tickets" -> happened(to - from, "ticket", "opened", "closed");
      case "failed_payments_90d" -> happened(to - from, "failed payment", "more", "fewer");
      case "days_past_due" -> pastDue(from, to);
      case "days_since_last_event" ->
          String.format(Locale.ROOT, "no use for %.0f → %.0f days", from, to);
      case "days_without_sponsor" -> sponsor(from, to);
      case "csm_rating_points" -> "CSM's rating " + rating(from) + " → " + rating(to);
      default -> fromTo(change.measure(), change.feature(), from, to);
    };
  }

  /** A name as people write it. */
  static String plain(String name) {
    return name.replace('_', ' ');
  }

  private static String happened(double more, String thing, String up, String down) {
    long number = Math.round(Math.abs(more));
    String count = number < NUMBERS.size() ? NUMBERS.get((int) number) : String.valueOf(number);
    return count + " " + thing + (number == 1 ? "" : "s") + " " + (more > 0 ? up : down);
  }

  private static String pastDue(double from, double to) {
    if (to == 0) {
      return "invoice paid";
    }
    return from == 0
        ? String.format(Locale.ROOT, "payment %.0f days past due", to)
        : String.format(Locale.ROOT, "payment %.0f → %.0f days past due", from, to);
  }

  private static String sponsor(double from, double to) {
    if (to == 0) {
      return "a sponsor again";
    }
    return from == 0
        ? "sponsor left"
        : String.format(Locale.ROOT, "no sponsor for %.0f → %.0f days", from, to);
  }

  private static String rating(double points) {
    return points <= 0 ? "red" : points < 100 ? "yellow" : "green";
  }

  private static String fromTo(String measure, String feature, double from, double to) {
    String before = value(feature, from);
    String after = value(feature, to);
    String moved = plain(measure) + (to > from ? " rose" : " fell");
    return before.equals(after) ? moved + " slightly" : moved + " " + before + " → " + after;
  }

  private static String value(String feature, double raw) {
    if (feature.contains("_change")) {
      return String.format(Locale.ROOT, "%+d %%", Math.round(raw * 100));
    }
    if (feature.contains("rate_") || isShare(feature)) {
      return String.format(Locale.ROOT, "%d %%", Math.round(raw * 100));
    }
    if (feature.startsWith("days_") || feature.endsWith("_days")) {
      return String.format(Locale.ROOT, "%d days", Math.round(raw));
    }
    if (feature.contains("_hours")) {
      return String.format(Locale.ROOT, "%d h", Math.round(raw));
    }
    if (feature.contains("_minutes")) {
      return String.format(Locale.ROOT, "%d min", Math.round(raw));
    }
    return raw == Math.rint(raw)
        ? String.format(Locale.ROOT, "%.0f", raw)
        : String.format(Locale.ROOT, "%.1f", raw);
  }

  private static boolean isShare(String feature) {
    return feature.contains("share")
        || feature.startsWith("csat")
        || feature.startsWith("stickiness")
        || feature.equals("seat_utilisation");
  }
}
