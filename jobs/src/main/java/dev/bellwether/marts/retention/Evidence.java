package dev.bellwether.marts.retention;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is known of an account's month beside its revenue: renewals ({@link RenewalsInMonth}) and
 * answers ({@link AnswersInMonth}).
 */
final class Evidence {
  /** What is counted and added up over accounts. */
  static final List<String> SUMMED =
      Stream.concat(
              Stream.of("renewals_decided", "available_to_renew_arr", "gross_renewed_arr"),
              ofEachKind("answers", "points", "asked", "answered"))
          .toList();

  /** What makes an account worth telling of that was no customer. */
  static final List<String> TELLING =
      Stream.concat(Stream.of("renewals_decided"), ofEachKind("asked", "answers")).toList();

  private Evidence() {}

  private static Stream<String> ofEachKind(String... counts) {
    return AnswersInMonth.KINDS.stream()
        .flatMap(kind -> Stream.of(counts).map(count -> kind + "_" + count));
  }
}
