package dev.bellwether.marts.renewals;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Playbook;
import dev.bellwether.platform.contract.NamedRow;
import java.sql.Date;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;

/**
 * One account's actions, night by night: a play that has applied on enough nights in a row opens an
 * action, which keeps its id until the play applies no more or the account leaves the list.
 *
 * <p>An action is {@code waiting} until it opens, then {@code open}, or what its owner said ({@code
 * started, done, dismissed}); {@code snoozed} while the account is. On the night it ends it is
 * {@code closed}, with the reason.
 */
final class ActionHistory implements FlatMapGroupsFunction<String, Row, Row> {
  private static final long serialVersionUID = 1;
  private static final Set<String> SETTLED = Set.of("done", "dismissed");

  private final Playbook playbook;
  private final Map<LocalDate, LocalDate> nightBefore;

  ActionHistory(Playbook playbook, Map<LocalDate, LocalDate> nightBefore) {
    this.playbook = playbook;
    this.nightBefore = new HashMap<>(nightBefore);
  }

  @Override
  public Iterator<Row> call(String accountId, Iterator<Row> inOrder) {
    List<Row> all = new ArrayList<>();
    Map<LocalDate, Map<String, Row>> nights = new HashMap<>();
    while (inOrder.hasNext()) {
      ActionNight night = new ActionNight(inOrder.next());
      List<Row> actions =
          night.isStored()
              ? night.stored()
              : actions(accountId, night, running(nights.get(nightBefore.get(night.date()))));
      nights.put(night.date(), byPlay(actions));
      if (!night.isStored()) {
        all.addAll(actions);
      }
    }
    return all.iterator();
  }

  private static Map<String, Row> byPlay(List<Row> actions) {
    Map<String, Row> byPlay = new HashMap<>();
    actions.forEach(action -> byPlay.put(action.getAs("play"), action));
    return byPlay;
  }

  private static Map<String, Row> running(Map<String, Row> actions) {
    Map<String, Row> running = new HashMap<>();
    if (actions != null) {
      actions.forEach(
          (play, action) -> {
            if (!"closed".equals(action.getAs("state"))) {
              running.put(play, action);
            }
          });
    }
    return running;
  }

  private List<Row> actions(String accountId, ActionNight night, Map<String, Row> before) {
    List<Row> actions = new ArrayList<>();
    Map<String, String> applying = night.applying();
    for (int i = 0; i < playbook.plays().size(); i++) {
      Playbook.Play play = playbook.plays().get(i);
      if (applying.containsKey(play.name())) {
        actions.add(
            goesOn(accountId, night, play, before.get(play.name()))
                .set("why", applying.get(play.name()))
                .set("priority", i + 1)
                .row());
      }
    }
    for (String play : new TreeSet<>(before.keySet())) {
      boolean wasOpened = before.get(play).getAs("opened_on") != null;
      if (!applying.containsKey(play) && wasOpened) {
        actions.add(closed(night, before.get(play)));
      }
    }
    return actions;
  }

  private NamedRow goesOn(String accountId, ActionNight night, Playbook.Play play, Row before) {
    Date today = Date.valueOf(night.date());
    Date since = before == null ? today : before.getAs("since");
    int nights = before == null ? 1 : before.<Integer>getAs("nights") + 1;
    Date openedBefore = before == null ? null : before.getAs("opened_on");
    Date opened = openedBefore == null && nights >= play.nights() ? today : openedBefore;
    String id = accountId + "/" + play.name() + "/" + since;
    LocalDate due =
        opened == null ? null : businessDaysAfter(opened.toLocalDate(), play.dueBusinessDays());
    String state = state(night, id, opened);
    boolean isOverdue =
        due != null && due.isBefore(night.date()) && Set.of("open", "started").contains(state);
    return NamedRow.of(ActionNight.ACTION)
        .set(AsOf.DATE, today)
        .set("account_id", accountId)
        .set("play", play.name())
        .set("action_id", id)
        .set("playbook", playbook.name())
        .set("action", play.action())
        .set("role", play.role())
        .set("csm", night.text("csm"))
        .set("since", since)
        .set("nights", nights)
        .set("opened_on", opened)
        .set("due_on", due == null ? null : Date.valueOf(due))
        .set("state", state)
        .set("is_overdue", isOverdue);
  }

  private static String state(ActionNight night, String id, Date opened) {
    if (opened == null) {
      return "waiting";
    }
    String said = night.reviewed(id);
    boolean isSettled = said != null && SETTLED.contains(said);
    return night.isSnoozed() && !isSettled ? "snoozed" : said == null ? "open" : said;
  }

  private Row closed(ActionNight night, Row before) {
    NamedRow action = NamedRow.of(ActionNight.ACTION);
    for (String column : ActionNight.ACTION.fieldNames()) {
      action.set(column, before.getAs(column));
    }
    return action
        .set(AsOf.DATE, Date.valueOf(night.date()))
        .set("state", "closed")
        .set("is_overdue", false)
        .set("closed_on", Date.valueOf(night.date()))
        .set("closed_reason", reason(night, before))
        .row();
  }

  private String reason(ActionNight night, Row before) {
    String state = before.getAs("state");
    if (SETTLED.contains(state)) {
      return state;
    }
    if (night.text("left_why") != null) {
      return night.text("left_why");
    }
    boolean isKnown =
        playbook.plays().stream().anyMatch(play -> play.name().equals(before.getAs("play")));
    return isKnown ? "no_longer_applies" : "play_removed";
  }

  /** A day so many business days (Monday to Friday) later. */
  static LocalDate businessDaysAfter(LocalDate day, int days) {
    LocalDate later = day;
    int left = days;
    while (left > 0) {
      later = later.plusDays(1);
      boolean isWeekend =
          later.getDayOfWeek() == DayOfWeek.SATURDAY || later.getDayOfWeek() == DayOfWeek.SUNDAY;
      left -= isWeekend ? 0 : 1;
    }
    return later;
  }
}
