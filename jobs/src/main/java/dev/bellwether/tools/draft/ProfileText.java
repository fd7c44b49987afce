package dev.bellwether.tools.draft;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file's profile for people, a row for each column. */
final class ProfileText {
  /** Columns whose numbers and days are of people, by what their names hold. */
  private static final String OF_PEOPLE =
      ".*(phone|mobile|fax|birth|born|ssn|passport|salary|iban|tax|name|mail|user|person|contact).*";

  private static final int SAMPLES = 3;
  private static final int PERCENT = 100;

  private final FileProfile profile;
  private final boolean areValuesShown;

  /**
   * @param areValuesShown whether values are shown as they are, although they may be of people
   */
  ProfileText(FileProfile profile, boolean areValuesShown) {
    this.profile = profile;
    this.areValuesShown = areValuesShown;
  }

  List<String> lines() {
    List<List<String>> cells = new ArrayList<>();
    cells.add(
        List.of("column", "looks like", "filled", "distinct", "least", "greatest", "for instance"));
    profile.columns().forEach(column -> cells.add(cells(column)));
    List<String> lines = new ArrayList<>(aligned(cells));
    List<String> keys =
        profile.columns().stream().filter(ColumnProfile::isKey).map(ColumnProfile::name).toList();
    lines.add("");
    lines.add(
        keys.isEmpty()
            ? "No single column is a key: each has blanks or values that repeat."
            : "May be the key, since each row has its own value: " + String.join(", ", keys));
    profile.columns().stream().flatMap(column -> remark(column).stream()).forEach(lines::add);
    return lines;
  }

  private List<String> cells(ColumnProfile column) {
    List<String> range = range(column);
    return List.of(
        column.name().replaceAll("\\R+", " "),
        column.isEmpty() ? "nothing" : column.shape().inWords(),
        filled(column),
        (column.distinct() > ColumnProfile.COMMONEST && !column.isKey() ? "~" : "")
            + String.format(Locale.ROOT, "%,d", column.distinct()),
        range.get(0),
        range.get(1),
        areValuesShown ? Samples.shown(column, SAMPLES) : Samples.masked(column, SAMPLES));
  }

  /** Whole percent, but neither 0 % of what is there nor 100 % of what is not. */
  private static String filled(ColumnProfile column) {
    long whole =
        column.rows() == 0 ? 0 : Math.round(column.filled() * (double) PERCENT / column.rows());
    if (whole == 0 && column.filled() > 0) {
      return "<1 %";
    }
    return whole == PERCENT && column.filled() < column.rows() ? ">99 %" : whole + " %";
  }

  private List<String> range(ColumnProfile column) {
    boolean isHidden =
        !areValuesShown && (SourceWords.plain(column.name()).matches(OF_PEOPLE) || isId(column));
    boolean isDate = column.shape().isDate();
    boolean isNumber = column.shape().isNumber();
    if (isHidden || column.isEmpty() || !(isDate || isNumber)) {
      return List.of("", "");
    }
    return isDate
        ? Stream.of(column.days().least(), column.days().greatest()).map(ProfileText::text).toList()
        : Stream.of(column.numbers().least(), column.numbers().greatest())
            .map(ProfileText::text)
            .toList();
  }

  /** Numbers that hardly repeat are names of something. */
  private static boolean isId(ColumnProfile column) {
    return column.isKey() && !column.shape().isDate();
  }

  private static String text(Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof BigDecimal number
        ? number.stripTrailingZeros().toPlainString()
        : value.toString();
  }

  private static Optional<String> remark(ColumnProfile column) {
    String name = column.name().replaceAll("\\R+", " ");
    if (column.share(shape -> shape == ValueShape.SLASHES) > 0) {
      return Optional.of(name + ": " + slashes(column.slashes()));
    }
    if (column.shapes().size() > 1 && column.shape().isDate()) {
      return Optional.of(name + ": not all values look alike: " + shapes(column));
    }
    return column.shape() == ValueShape.ISO_LOCAL
        ? Optional.of(name + ": times without an offset are read as UTC")
        : Optional.empty();
  }

  private static String slashes(ColumnProfile.Slashes slashes) {
    if (slashes.areDayFirst()) {
      return "the first number is the day: " + ValueShape.DAY_FIRST;
    }
    return slashes.areMonthFirst()
        ? "the first number is the month: " + ValueShape.MONTH_FIRST
        : "whether the first number is the day or the month, its values do not tell";
  }

  private static String shapes(ColumnProfile column) {
    return column.shapes().entrySet().stream()
        .map(
            shape ->
                String.format(Locale.ROOT, "%,d %s", shape.getValue(), shape.getKey().inWords()))
        .collect(Collectors.joining(", "));
  }

  private static List<String> aligned(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (int place = 0; place < rows.get(0).size(); place++) {
      int column = place;
      widths.add(rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
    return rows.stream()
        .map(
            row -> {
              StringBuilder line = new StringBuilder();
              for (int place = 0; place < row.size(); place++) {
                line.append(row.get(place));
                line.append(" ".repeat(widths.get(place) - row.get(place).length() + 2));
              }
              return line.toString().stripTrailing();
            })
        .toList();
  }
}
