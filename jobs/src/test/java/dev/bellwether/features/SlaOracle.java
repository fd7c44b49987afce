package dev.bellwether.features;

import static dev.bellwether.features.FeatureOracle.by;
import static dev.bellwether.features.FeatureOracle.minutes;
import static dev.bellwether.features.FeatureOracle.rounded;

import dev.bellwether.features.FeatureOracle.Ticket;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/** Broken promises by plain loops over tickets. */
final class SlaOracle {
  static final String COLUMNS =
      "policy_id, priority, first_response_minutes, resolution_hours, valid_from";
  static final List<String> POLICIES =
      List.of(
          "p1 | low | 2880 | null | 2020-01-01",
          "p2 | high | 600 | 120 | 2020-01-01",
          "p3 | high | 1200 | 48 | 2023-10-01");

  /** The share of breached tickets among those of which that is decided. */
  static String breachRate(List<Ticket> quarter, LocalDate date) {
    int breached = 0;
    int kept = 0;
    for (Ticket ticket : quarter) {
      boolean isNew = !ticket.created().toLocalDate().isBefore(LocalDate.parse("2023-10-01"));
      boolean isLow = ticket.priority().equals("low");
      int response = isLow ? 2880 : isNew ? 1200 : 600;
      int resolution = isNew ? 48 * 60 : 120 * 60;
      Boolean answeredLate = answeredLate(ticket, response, date);
      Boolean solvedLate = isLow ? Boolean.FALSE : late(ticket, ticket.solved(), resolution, date);
      if (!ticket.priority().equals("other")) {
        boolean any = Boolean.TRUE.equals(answeredLate) || Boolean.TRUE.equals(solvedLate);
        breached += any ? 1 : 0;
        kept += !any && answeredLate != null && solvedLate != null ? 1 : 0;
      }
    }
    return rounded(breached + kept == 0 ? Double.NaN : breached / (double) (breached + kept));
  }

  /** Whoever is first, the answer or the solution, stops the clock. */
  private static Boolean answeredLate(Ticket ticket, int minutes, LocalDate date) {
    boolean solved = by(ticket.solved(), date) && !ticket.solved().isBefore(ticket.created());
    if (solved && minutes(ticket, ticket.solved()) <= minutes) {
      return Boolean.FALSE;
    }
    boolean isOnlySolved = by(ticket.solved(), date) && !by(ticket.answered(), date);
    return late(ticket, isOnlySolved ? ticket.solved() : ticket.answered(), minutes, date);
  }

  /** Null while undecided, and where it is said to have happened before the ticket. */
  private static Boolean late(Ticket ticket, LocalDateTime moment, int minutes, LocalDate date) {
    if (by(moment, date)) {
      return moment.isBefore(ticket.created())
          ? null
          : Boolean.valueOf(minutes(ticket, moment) > minutes);
    }
    return minutes(ticket, date.plusDays(1).atStartOfDay()) > minutes ? Boolean.TRUE : null;
  }

  private SlaOracle() {}
}
