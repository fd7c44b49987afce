package dev.bellwether.marts.trackrecord;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose outcomes are looked at together.
 *
 * @param version the scorecard's or the prediction's method, or {@link #ALL}
 * @param cohort {@link #DECISION} or {@link #POOLED}
 * @param segment the accounts' segment, or {@link #ALL}
 */
record Group(String version, String cohort, String segment) {
  static final String ALL = "all";
  static final String DECISION = "decision";
  static final String POOLED = "pooled";

  /** Every group that an observation belongs to. */
  static List<Group> of(String version, boolean decision, String segment) {
    Set<Group> groups = new LinkedHashSet<>();
    for (String eachVersion : List.of(ALL, version)) {
      for (String eachSegment : List.of(ALL, segment)) {
        groups.add(new Group(eachVersion, POOLED, eachSegment));
        if (decision) {
          groups.add(new Group(eachVersion, DECISION, eachSegment));
        }
      }
    }
    return new ArrayList<>(groups);
  }
}
