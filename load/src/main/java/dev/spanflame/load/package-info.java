/// The load generator and the checks: `spanflame load` and `spanflame check`. [LoadCommand] and [CheckCommand] are the
/// doors for the command line, [dev.spanflame.load.crash.CrashCheck] for tests.
@NullMarked
package dev.spanflame.load;

import org.jspecify.annotations.NullMarked;
