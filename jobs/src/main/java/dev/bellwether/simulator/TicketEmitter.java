package dev.bellwether.simulator;

import java.time.LocalDate;

/** Writes the tickets of one account, with timestamps in its own time zone. */
final class TicketEmitter {

  static final String FILE = "tickets.jsonl";
  static final String TABLE = "tickets";
  static final String[] PRIORITIES = {"low", "normal", "high", "urgent"};
  static final double[] TARGET_HOURS = {24, 8, 4, 1};
  private static final String[] SIMPLE = {"how_to", "billing", "access"};
  private static final String[] COMPLEX = {"bug", "integration", "performance"};

  private final World world;
  private final AccountProfile account;
  private final ChunkOutput out;
  private final Draws draws;
  private final Draws desk;
  private int written;

  TicketEmitter(World world, AccountProfile account, ChunkOutput out) {
    this.world = world;
    this.account = account;
    this.out = out;
    this.draws = world.draws(account.number(), Purpose.TICKETS);
    this.desk = world.draws(account.number(), Purpose.DESK);
  }

  void emit(Week week) {
    for (Request request : week.state().requests) {
      Ticket ticket = ticket(week, request);
      LocalDate day = Text.utcDay(ticket.created);
      boolean inside = !day.isBefore(world.start) && week.book().activeOn(day);
      written++;
      if (inside && world.delivered(day)) {
        write(ticket);
      }
    }
  }

  /** A ticket's fields; times in seconds since 1970, 0 for what never happens. */
  private static final class Ticket {
    String accountId;
    long created;
    String priority;
    String channel;
    String category;
    long responded;
    long solved;
    long reopened;
    long lastSolved;
    long escalated;
    int replies;
    double csat;
    long csatAt;
    String provider;
    String agent;
    boolean passedOn;
    boolean byAgent;
    long merged;
    long spam;
    String wart;
  }

  private Ticket ticket(Week week, Request request) {
    Ticket ticket = new Ticket();
    ticket.accountId = account.id();
    ticket.created = createdAt(week);
    boolean complex = request.complex();
    ticket.category = complex ? draws.pick(COMPLEX) : draws.pick(SIMPLE);
    int priority = draws.weighted(0.2, 0.5, 0.2, complex ? 0.15 : 0.05);
    ticket.priority = PRIORITIES[priority];
    ticket.channel = draws.pick("email", "email", "web", "chat", "phone");
    ticket.provider = provider(request.outside(), complex);
    answer(ticket, TARGET_HOURS[priority], request);
    rate(ticket, week.state(), request.breached());
    oddities(ticket);
    assign(ticket, request.outside());
    return ticket;
  }

  /** Own agents know their accounts; half of what the second lines solve came to the first. */
  private void assign(Ticket ticket, boolean outside) {
    boolean same = desk.chance(outside ? 0.15 : 0.6);
    int agent = same ? account.number() % 8 : desk.below(8);
    ticket.agent = ticket.provider + "-" + agent;
    ticket.passedOn = !line(ticket.provider).equals("L1") && desk.chance(0.5);
  }

  private long createdAt(Week week) {
    LocalDate day = week.anyDay(draws);
    int hour = draws.chance(0.9) ? draws.whole(8, 17) : draws.below(24);
    return day.atTime(hour, draws.below(60), draws.below(60))
        .atZone(account.zone())
        .toEpochSecond();
  }

  private String provider(boolean outside, boolean complex) {
    if (outside) {
      return account.number() % 2 == 0 ? "P-03" : "P-04";
    }
    return complex ? draws.pick("P-02", "P-02", "P-05", "P-06") : "P-01";
  }

  private void answer(Ticket ticket, double targetHours, Request request) {
    boolean complex = request.complex();
    double share = request.breached() ? draws.between(1.1, 4) : draws.between(0.05, 0.95);
    boolean answered = !draws.chance(0.02);
    boolean solves = answered && !draws.chance(0.02);
    double workHours = StrictMath.exp((complex ? 2.8 : 1.2) + 0.8 * draws.normal());
    boolean reopens = draws.chance(0.06);
    boolean escalates = draws.chance(complex ? 0.15 : request.outside() ? 0.1 : 0.04);
    ticket.replies = 1 + draws.poisson(complex ? 1.8 : 0.7) + (reopens ? 1 : 0);
    double again = draws.between(2, 90);
    double escalatedAfter = draws.between(0.1, 0.9);
    if (answered) {
      ticket.responded = ticket.created + Math.max(60, (long) (targetHours * share * 3600));
    }
    if (solves) {
      ticket.solved = ticket.responded + (long) (workHours * 3600);
      ticket.reopened = reopens ? ticket.solved + (long) (again * 3600) : 0;
      ticket.lastSolved = reopens ? ticket.reopened + (long) (workHours * 1800) : ticket.solved;
      ticket.escalated =
          escalates ? ticket.responded + (long) (workHours * escalatedAfter * 3600) : 0;
    }
  }

  /** Ratings are missing more often where customers are indifferent. */
  private void rate(Ticket ticket, HiddenState state, boolean breached) {
    double feeling = 4 + 0.5 * state.value - (breached ? 1 : 0) + 0.8 * draws.normal();
    double extreme = Math.abs(feeling - 4) > 1 ? 1.6 : 1;
    boolean rates = draws.chance(account.surveyPropensity() * extreme);
    long after = draws.whole(1, 72) * 3600L;
    if (rates && ticket.lastSolved > 0) {
      ticket.csat = Math.max(1, Math.min(5, StrictMath.round(feeling)));
      ticket.csatAt = ticket.lastSolved + after;
    }
  }

  private void oddities(Ticket ticket) {
    ticket.byAgent = draws.chance(0.04);
    ticket.merged = draws.chance(0.02) ? ticket.created + 1800 : 0;
    ticket.spam = draws.chance(0.01) ? ticket.created + 600 : 0;
    if (draws.chance(0.003) && ticket.responded > 0) {
      ticket.responded = ticket.created - 3600;
      ticket.wart = "out_of_order";
    } else if (draws.chance(0.0008)) {
      ticket.accountId = "A-000000";
      ticket.wart = "unknown_account";
    }
  }

  private void write(Ticket ticket) {
    if (ticket.wart != null) {
      out.wart(TABLE, ticket.wart);
    }
    new JsonLine(out.file(FILE))
        .text("ticket_id", "T-" + account.number() + "-" + written)
        .text("account_id", ticket.accountId)
        .text("created_at", shown(ticket.created))
        .text("priority", ticket.priority)
        .text("channel", ticket.channel)
        .text("category", ticket.category)
        .text("first_response_at", shown(ticket.responded))
        .text("first_solved_at", shown(ticket.solved))
        .text("last_solved_at", shown(ticket.lastSolved))
        .text("reopened_at", shown(ticket.reopened))
        .text("escalated_at", shown(ticket.escalated))
        .number("public_replies", known(ticket.lastSolved) ? ticket.replies : null)
        .number("csat_score", known(ticket.csatAt) ? ticket.csat : null)
        .text("csat_at", shown(ticket.csatAt))
        .text("line", line(ticket.provider))
        .text("provider_id", ticket.provider)
        .text("opened_line", ticket.passedOn ? "L1" : line(ticket.provider))
        .text("opened_provider_id", ticket.passedOn ? "P-01" : ticket.provider)
        .text("language", account.language())
        .text("agent_id", known(ticket.lastSolved) ? ticket.agent : null)
        .number("reopen_count", known(ticket.lastSolved) ? known(ticket.reopened) ? 1 : 0 : null)
        .number("assignment_count", known(ticket.lastSolved) ? ticket.passedOn ? 2 : 1 : null)
        .text("opened_by", ticket.byAgent ? "agent" : "customer")
        .text("merged_at", shown(ticket.merged))
        .text("marked_spam_at", shown(ticket.spam))
        .end();
  }

  private boolean known(long second) {
    return second > 0 && world.delivered(Text.utcDay(second));
  }

  private String shown(long second) {
    return known(second) ? Text.zoned(second, account.zone()) : null;
  }

  private static String line(String provider) {
    return switch (provider) {
      case "P-02", "P-05" -> "L2";
      case "P-06" -> "L3";
      default -> "L1";
    };
  }
}
