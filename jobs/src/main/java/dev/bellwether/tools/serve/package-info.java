/**
 * What a home has published as tables of Spark's Thrift server, for JDBC and ODBC.
 *
 * <p>Leans on publications; the server itself comes with Spark, not with Bellwether.
 */
package dev.bellwether.tools.serve;
