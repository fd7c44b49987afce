package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw tables in the shape of Fivetran's connector for Stripe, through the shipped preset. */
class StripePresetTest extends SparkTest {
  @TempDir private Path folder;
  private RawFolder raw;

  @BeforeEach
  void write() {
    raw = new RawFolder(folder, spark()).withPresets();
    raw.file(
        "conf/sources/mine/source.yaml",
        "include:",
        "  - preset: stripe_fivetran",
        "    inputs: {format: csv, path: 'stripe/{table}.csv'}",
        "    parameters: {account_id: \"get_json_object(c.metadata, '$.crm')\"}");
    raw.file(
        "raw/stripe/customer.csv",
        "id,name,created,address_country,metadata,livemode",
        "cus_a,Alpha,2025-01-01 00:00:00,DE,\"{\"\"crm\"\":\"\"a\"\"}\",true",
        "cus_b,Beta,2025-02-01 00:00:00,JP,\"{\"\"crm\"\":\"\"b\"\"}\",true",
        "cus_t,Test,2025-02-01 00:00:00,JP,\"{\"\"crm\"\":\"\"t\"\"}\",false");
    raw.file(
        "raw/stripe/subscription_history.csv",
        "id,customer_id,status,created,start_date,ended_at,cancel_at,cancel_at_period_end,canceled_at,current_period_end,trial_start,trial_end,_fivetran_active,_fivetran_start,_fivetran_end,livemode",
        // yearly, ten seats; notice was given and withdrawn
        "sub_1,cus_a,active,2025-01-10 00:00:00,2025-01-10 00:00:00,,,true,2025-06-01"
            + " 00:00:00,2026-01-10 00:00:00,,,false,2025-06-01 00:00:00,2025-06-20 00:00:00,true",
        "sub_1,cus_a,active,2025-01-10 00:00:00,2025-01-10 00:00:00,,,false,,2026-01-10"
            + " 00:00:00,,,true,2025-06-20 00:00:00,9999-12-31 00:00:00,true",
        // every three months, in yen; to be cancelled at the end of its period
        "sub_2,cus_b,active,2025-03-01 00:00:00,2025-03-01 00:00:00,,,true,2025-07-01"
            + " 00:00:00,2025-09-01 00:00:00,,,true,2025-07-01 00:00:00,9999-12-31 00:00:00,true",
        // two weeks of trial, then monthly; ended at once
        "sub_3,cus_b,canceled,2025-04-01 00:00:00,2025-04-01 00:00:00,2025-08-03"
            + " 10:00:00,,false,2025-08-03 10:00:00,2025-08-15 00:00:00,2025-04-01"
            + " 00:00:00,2025-04-15 00:00:00,true,2025-08-03 10:00:00,9999-12-31 00:00:00,true",
        // in its trial
        "sub_4,cus_a,trialing,2025-08-01 00:00:00,2025-08-01 00:00:00,,,false,,2025-08-31"
            + " 00:00:00,2025-08-01 00:00:00,2025-08-31 00:00:00,true,2025-08-01"
            + " 00:00:00,9999-12-31 00:00:00,true",
        // never began
        "sub_5,cus_a,incomplete_expired,2025-08-01 00:00:00,2025-08-01 00:00:00,,,false,,2025-08-31"
            + " 00:00:00,,,true,2025-08-01 00:00:00,9999-12-31 00:00:00,true");
    raw.file(
        "raw/stripe/subscription_item.csv",
        "id,subscription_id,plan_id,quantity,created",
        "si_1,sub_1,price_year,10,2025-01-10 00:00:00",
        "si_1b,sub_1,price_metered,,2025-03-05 00:00:00",
        "si_2,sub_2,price_yen,3,2025-03-01 00:00:00",
        "si_3,sub_3,price_month,2,2025-04-01 00:00:00",
        "si_4,sub_4,price_month,1,2025-08-01 00:00:00",
        "si_5,sub_5,price_month,1,2025-08-01 00:00:00");
    raw.file(
        "raw/stripe/price.csv",
        "id,product_id,nickname,currency,unit_amount,unit_amount_decimal,recurring_interval,recurring_interval_count,recurring_usage_type",
        "price_year,prod_1,,usd,12000,12000,year,1,licensed",
        "price_metered,prod_1,calls,usd,,0.5,month,1,metered",
        "price_yen,prod_2,Quarterly,jpy,30000,30000,month,3,licensed",
        "price_month,prod_2,Monthly,usd,4950,4950,month,1,licensed");
    raw.file("raw/stripe/product.csv", "id,name", "prod_1,Team", "prod_2,Solo");
    raw.file(
        "raw/stripe/coupon.csv",
        "id,percent_off,amount_off,duration",
        "tenth,10,,repeating",
        "off,,1000,forever",
        "welcome,50,,once");
    raw.file(
        "raw/stripe/subscription_discount.csv",
        "id,subscription_id,coupon_id,start,end",
        "di_1,sub_1,tenth,2025-02-01 00:00:00,2025-05-01 00:00:00",
        "di_2,sub_3,off,2025-04-01 00:00:00,",
        "di_3,sub_2,welcome,2025-03-01 00:00:00,");
    raw.file(
        "raw/stripe/invoice.csv",
        "id,customer_id,status,created,due_date,total,currency,livemode,is_deleted,status_transitions_finalized_at,status_transitions_paid_at,status_transitions_voided_at,status_transitions_marked_uncollectible_at",
        "in_1,cus_a,paid,2025-01-10 00:00:00,2025-02-09 00:00:00,120050,usd,true,false,2025-01-10"
            + " 01:00:00,2025-02-12 09:00:00,,",
        "in_2,cus_b,open,2025-06-01 00:00:00,,30000,jpy,true,false,2025-06-01 01:00:00,,,",
        "in_3,cus_b,void,2025-06-02 00:00:00,,100,usd,true,false,2025-06-02 01:00:00,,2025-06-03"
            + " 00:00:00,",
        "in_4,cus_b,uncollectible,2025-06-02 00:00:00,,100,usd,true,false,2025-06-02"
            + " 01:00:00,,,2025-07-03 00:00:00",
        "in_5,cus_b,draft,2025-06-02 00:00:00,,100,usd,true,false,,,,",
        "in_6,cus_t,paid,2025-06-02 00:00:00,,100,usd,false,false,,,,");
    raw.file(
        "raw/stripe/charge.csv",
        "id,invoice_id,status,created",
        "ch_1,in_1,failed,2025-02-10 09:00:00",
        "ch_2,in_1,failed,2025-02-11 09:00:00",
        "ch_3,in_1,succeeded,2025-02-12 09:00:00");
  }

  @Test
  void subscriptionsAreItemsTrialsAndDiscounts() {
    raw.ingest("2025-08-20", null);

    assertThat(raw.reasons("subscriptions")).isEmpty();
    assertSameRows(
        table(
            "subscription_id string, account_id string, start_date date, end_date date,"
                + " renewal_date date, term_months int, notice_on date, notice_withdrawn_on date,"
                + " plan string, seats int, mrr decimal(18,4), currency string, is_trial boolean,"
                + " arrived_on date",
            "si_1 | a | 2025-01-10 | null | 2026-01-10 | 12 | 2025-06-01 | 2025-06-20 | Team | 10 |"
                + " 100.0000 | USD | false | 2025-01-10",
            "si_1b | a | 2025-03-05 | null | 2026-01-10 | 1 | 2025-06-01 | 2025-06-20 | calls |"
                + " null | 0.0000 | USD | false | 2025-03-05",
            "sub_1/di_1 | a | 2025-02-01 | 2025-05-01 | null | null | null | null | null | null |"
                + " -10.0000 | USD | false | 2025-02-01",
            "si_2 | b | 2025-03-01 | 2025-09-01 | 2025-09-01 | 3 | 2025-07-01 | null | Quarterly |"
                + " 3 | 30000.0000 | JPY | false | 2025-03-01",
            "si_3 | b | 2025-04-15 | 2025-08-03 | 2025-08-15 | 1 | null | null | Monthly | 2 |"
                + " 99.0000 | USD | false | 2025-04-15",
            "si_3/trial | b | 2025-04-01 | 2025-04-15 | null | null | null | null | Monthly | 2 |"
                + " 99.0000 | USD | true | 2025-04-01",
            "sub_3/di_2 | b | 2025-04-15 | 2025-08-03 | null | null | null | null | null | null |"
                + " -10.0000 | USD | false | 2025-04-15",
            "si_4/trial | a | 2025-08-01 | 2025-08-31 | null | null | null | null | Monthly | 1 |"
                + " 49.5000 | USD | true | 2025-08-01"),
        raw.warehouse
            .read("subscriptions")
            .selectExpr(
                "subscription_id",
                "account_id",
                "start_date",
                "end_date",
                "renewal_date",
                "term_months",
                "notice_on",
                "notice_withdrawn_on",
                "plan",
                "seats",
                "mrr",
                "currency",
                "is_trial",
                "arrived_on"));
  }

  @Test
  void invoicesSayWhenTheyWerePaidFailedAndVoided() {
    raw.ingest("2025-08-20", null);

    assertThat(raw.reasons("invoices")).isEmpty();
    assertSameRows(
        table(
            "invoice_id string, account_id string, issued_on date, due_on date, amount"
                + " decimal(18,2), currency string, paid_on date, voided_on date, payment_failed_on"
                + " date",
            "in_1 | a | 2025-01-10 | 2025-02-09 | 1200.50 | USD | 2025-02-12 | null | 2025-02-10",
            "in_2 | b | 2025-06-01 | 2025-06-01 | 30000.00 | JPY | null | null | null",
            "in_3 | b | 2025-06-02 | 2025-06-02 | 1.00 | USD | null | 2025-06-03 | null",
            "in_4 | b | 2025-06-02 | 2025-06-02 | 1.00 | USD | null | 2025-07-03 | null"),
        raw.warehouse
            .read("invoices")
            .selectExpr(
                "invoice_id",
                "account_id",
                "issued_on",
                "due_on",
                "amount",
                "currency",
                "paid_on",
                "voided_on",
                "payment_failed_on"));
  }

  @Test
  void accountsAreTheCustomersOfLiveMode() {
    raw.ingest("2025-08-20", null);

    assertSameRows(
        table(
            "account_id string, account_name string, country string, created_on date",
            "a | Alpha | DE | 2025-01-01",
            "b | Beta | JP | 2025-02-01"),
        raw.warehouse
            .read("accounts")
            .selectExpr("account_id", "account_name", "country", "created_on"));
  }
}
