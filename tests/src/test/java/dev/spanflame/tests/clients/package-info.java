/// Real senders and readers against a real server process.
@NullMarked
package dev.spanflame.tests.clients;

import org.jspecify.annotations.NullMarked;
