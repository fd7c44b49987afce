package dev.bellwether.facts.billing;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who of a family (a parent, its children, and theirs) has merged into whom by a day.
 *
 * <p>A child has merged once its service has ended and, within the gap around that day, service
 * goes on with a subscription of the parent, or with a child that begins with it. A child without
 * any subscription of its own, whose parent is served, has none that could churn: the source may
 * have moved them, so it has merged, too. A parent alone is no merger: groups whose members each
 * decide for themselves stay accounts of their own. Whoever carries an account on may have merged
 * since: it is carried on by the last.
 *
 * @param day the as-of date
 */
record FamilyMergers(LocalDate day, ChurnGap gap) {

  /**
   * A paid subscription of a member, booked ahead or begun, or a member that has none.
   *
   * @param parent the member's parent, where it has one
   * @param start first day of service; {@link LocalDate#MAX} of a member that has none
   * @param end first day without service
   */
  record Service(String account, Optional<String> parent, LocalDate start, LocalDate end) {
    boolean isNone() {
      return start.equals(LocalDate.MAX);
    }
  }

  /** The accounts merged, each with the one that carries it on. */
  Map<String, String> of(List<Service> services) {
    Map<String, List<Service>> perAccount =
        services.stream()
            .collect(Collectors.groupingBy(Service::account, TreeMap::new, Collectors.toList()));
    Map<String, String> next = new TreeMap<>();
    perAccount.forEach(
        (account, own) ->
            parent(own)
                .flatMap(parent -> successor(own, parent, perAccount))
                .ifPresent(other -> next.put(account, other)));
    Map<String, String> merged = new HashMap<>();
    next.keySet().forEach(account -> merged.put(account, last(account, next)));
    return merged;
  }

  private static Optional<String> parent(List<Service> own) {
    return own.stream().map(Service::parent).flatMap(Optional::stream).findFirst();
  }

  /** The end of a chain of mergers; it has one, since each serves longer than the one before. */
  private static String last(String account, Map<String, String> next) {
    String last = next.get(account);
    while (next.containsKey(last)) {
      last = next.get(last);
    }
    return last;
  }

  private Optional<String> successor(
      List<Service> own, String parent, Map<String, List<Service>> perAccount) {
    List<Service> ofParent = perAccount.getOrDefault(parent, List.of());
    if (own.get(0).isNone()) {
      return ofParent.stream().anyMatch(this::isServed) ? Optional.of(parent) : Optional.empty();
    }
    LocalDate end = own.stream().map(Service::end).max(Comparator.naturalOrder()).orElseThrow();
    if (end.isAfter(day)) {
      return Optional.empty();
    }
    return ofParent.stream().anyMatch(service -> goesOn(service, end))
        ? Optional.of(parent)
        : firstSibling(end, own.get(0).account(), parent, perAccount);
  }

  private boolean isServed(Service service) {
    return hasBegun(service) && service.end().isAfter(day);
  }

  private boolean hasBegun(Service service) {
    return !service.start().isAfter(day);
  }

  private boolean goesOn(Service service, LocalDate end) {
    return hasBegun(service)
        && !service.start().isBefore(gap.earliestSuccessor(end))
        && !service.start().isAfter(gap.lastReturn(end))
        && service.end().isAfter(end);
  }

  /** The sibling that begins first with a service that goes on, the first by id of several. */
  private Optional<String> firstSibling(
      LocalDate end, String account, String parent, Map<String, List<Service>> perAccount) {
    return perAccount.entrySet().stream()
        .filter(other -> !other.getKey().equals(account))
        .filter(other -> parent(other.getValue()).filter(parent::equals).isPresent())
        .map(other -> other.getValue().stream().min(Comparator.comparing(Service::start)))
        .flatMap(Optional::stream)
        .filter(first -> goesOn(first, end))
        .min(Comparator.comparing(Service::start).thenComparing(Service::account))
        .map(Service::account);
  }
}
