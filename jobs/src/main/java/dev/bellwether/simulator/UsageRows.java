package dev.bellwether.simulator;

import dev.bellwether.simulator.UsageEmitter.UsageRow;
import java.time.LocalDate;

/** Puts usage rows into the file of their arrival, and the faults of a real export into them. */
final class UsageRows {

  private static final double LATE = 0.010;
  private static final double DUPLICATE = 0.003;
  private static final double KEY_CONFLICT = 0.0004;
  private static final double BAD_DATE = 0.0003;
  private static final double UNKNOWN_ACCOUNT = 0.0003;
  private static final double NEGATIVE = 0.0003;

  private final World world;
  private final AccountProfile account;
  private final ChunkOutput out;
  private final Draws draws;
  private int written;

  UsageRows(World world, AccountProfile account, ChunkOutput out) {
    this.world = world;
    this.account = account;
    this.out = out;
    this.draws = world.draws(account.number(), Purpose.USAGE_WARTS);
  }

  void write(UsageRow row) {
    written++;
    double left = draws.uniform();
    int delay = draws.whole(1, 20);
    if ((left -= LATE) < 0) {
      append(row, delay, row.events(), "late");
    } else if ((left -= DUPLICATE) < 0) {
      append(row, 0, row.events(), null);
      append(row, 0, row.events(), "duplicate");
    } else if ((left -= KEY_CONFLICT) < 0) {
      append(row, 0, row.events(), null);
      append(row, 0, row.events() + 1, "key_conflict");
    } else if ((left -= BAD_DATE) < 0) {
      append(row, 0, row.events(), "bad_date");
    } else if ((left -= UNKNOWN_ACCOUNT) < 0) {
      append(row, 0, row.events(), "unknown_account");
    } else if ((left -= NEGATIVE) < 0) {
      append(row, 0, row.events(), "negative_duration");
    } else {
      append(row, 0, row.events(), null);
    }
  }

  private void append(UsageRow row, int delay, int events, String wart) {
    LocalDate arrived = world.options.arrival(row.day().plusDays(delay));
    if (!world.delivered(arrived)) {
      return;
    }
    if (wart != null) {
      out.wart(UsageEmitter.TABLE, wart);
    }
    String file = UsageFiles.name(world.options, arrived);
    StringBuilder text = out.file(file);
    text.append('e').append(account.number()).append('-').append(written).append(',');
    text.append("unknown_account".equals(wart) ? "A-000000" : account.id()).append(',');
    text.append(row.user()).append(',');
    occurredAt(text, row, wart);
    text.append(',').append(row.feature()).append(',').append(events).append(',');
    text.append("negative_duration".equals(wart) ? -row.seconds() - 1 : row.seconds()).append(',');
    text.append(row.actor()).append(',').append(arrived);
    if (UsageFiles.hasErrors(world.options, file)) {
      text.append(',').append(row.errors());
    }
    text.append('\n');
  }

  private static void occurredAt(StringBuilder text, UsageRow row, String wart) {
    if ("bad_date".equals(wart)) {
      text.append("0000-00-00T99:99:99Z");
      return;
    }
    int second = row.secondOfDay();
    text.append(row.day()).append('T');
    Text.twoDigits(text, second / 3600);
    text.append(':');
    Text.twoDigits(text, second / 60 % 60);
    text.append(':');
    Text.twoDigits(text, second % 60);
    text.append('Z');
  }
}
