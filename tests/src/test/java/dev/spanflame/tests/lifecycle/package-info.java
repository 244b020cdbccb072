/// Start, stop, crash and restart of a server, on files and on a bucket.
@NullMarked
package dev.spanflame.tests.lifecycle;

import org.jspecify.annotations.NullMarked;
