/**
 * Use of the product: rollups per account, user and day, and what windows of days are counted from
 * them.
 *
 * <p>Leans on the platform only.
 */
package dev.bellwether.facts.activity;
