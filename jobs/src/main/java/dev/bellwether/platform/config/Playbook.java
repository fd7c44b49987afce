package dev.bellwether.platform.config;

import java.io.Serializable;
import java.util.List;

/**
 * What to do about what stands against a renewal: {@code conf/playbooks/NAME.yaml}.
 *
 * @param name its name, which is that of its file
 * @param version its version, as its author gave it
 * @param plays its plays, the most important first
 */
public record Playbook(String name, String version, List<Play> plays) implements Serializable {

  /** No playbook, which tells nobody to do anything. */
  public static final Playbook NONE = new Playbook("none", "0", List.of());

  public Playbook {
    plays = List.copyOf(plays);
  }

  /**
   * One play: when it applies, and what to do then.
   *
   * @param name its name in the playbook
   * @param reasons drivers of which one must be among the reasons of the account; none means any
   * @param when conditions on columns of renewal_risk, all of which must hold
   * @param action what to do, as an order
   * @param role who is to do it
   * @param dueBusinessDays business days (Monday to Friday) after it is first asked for
   * @param nights nights in a row on which it must apply before it is asked for, at least 1
   */
  public record Play(
      String name,
      List<String> reasons,
      List<Scorecard.Condition> when,
      String action,
      String role,
      int dueBusinessDays,
      int nights)
      implements Serializable {
    public Play {
      reasons = List.copyOf(reasons);
      when = List.copyOf(when);
    }
  }
}
