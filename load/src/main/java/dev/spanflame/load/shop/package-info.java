/// The demo shop: seven services in one JVM that call each other over HTTP on loopback, each a user of the
/// OpenTelemetry SDK with a tracer provider of its own, and customers who keep them busy.
///
/// The door is [Shop]; [ShopMain] runs it as a process. What goes wrong in it, and when, follows from a seed.
@NullMarked
package dev.spanflame.load.shop;

import org.jspecify.annotations.NullMarked;
