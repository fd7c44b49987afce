package dev.bellwether.features;

import dev.bellwether.facts.relationship.CsmRating;
import dev.bellwether.platform.contract.Unit;
import java.util.Locale;

/** A value written in its unit. */
final class UnitText {
  private UnitText() {}

  /** A value that stands by itself: "57 %", "1 day", "down 45 %". */
  static String level(Unit unit, double value) {
    return switch (unit) {
      case CHANGE -> direction(value, percent(Math.abs(value)));
      case DIFFERENCE -> direction(value, decimal(Math.abs(value)));
      default -> full(unit, value);
    };
  }

  private static String direction(double value, String size) {
    boolean isNothing = size.replaceAll("[^1-9]", "").isEmpty();
    return isNothing ? "unchanged" : (value < 0 ? "down " : "up ") + size;
  }

  /** A value beside another: "57 %", "1 day", "-45 %". */
  static String full(Unit unit, double value) {
    return switch (unit) {
      case DAYS -> counted(value, "day");
      case HOURS -> counted(value, "hour");
      case MINUTES -> counted(value, "minute");
      case MONTHS -> counted(value, "month");
      default -> bare(unit, value);
    };
  }

  private static String counted(double value, String thing) {
    String number = whole(value);
    return number + " " + thing + (number.equals("1") ? "" : "s");
  }

  /** The same where the unit follows: "57 %", "1", "-45 %". */
  static String bare(Unit unit, double value) {
    return switch (unit) {
      case SHARE -> percent(value);
      case CHANGE -> String.format(Locale.ROOT, "%+d %%", Math.round(value * 100));
      case DIFFERENCE -> String.format(Locale.ROOT, "%+.1f", value);
      case COUNT, DAYS, HOURS, MINUTES, MONTHS, MONEY -> whole(value);
      case NUMBER, TEXT -> decimal(value);
      case RATING -> CsmRating.band(value);
      case FLAG -> value == 0 ? "no" : "yes";
    };
  }

  private static String percent(double share) {
    return Math.round(share * 100) + " %";
  }

  private static String whole(double value) {
    return String.valueOf(Math.round(value));
  }

  private static String decimal(double value) {
    return value == Math.rint(value) ? whole(value) : String.format(Locale.ROOT, "%.1f", value);
  }
}
