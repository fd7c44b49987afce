/**
 * Published rows as the files that other systems take in: CSV, and upserts of Salesforce and
 * HubSpot.
 */
package dev.bellwether.tools.export;
