/// Asks queries and measures: [QueryRun] is the door, [Queries] lists what is asked.
@NullMarked
package dev.spanflame.load.query;

import org.jspecify.annotations.NullMarked;
