/// The real process, killed by SIGKILL under load: start with [SigkillTest].
@NullMarked
package dev.spanflame.tests.crash;

import org.jspecify.annotations.NullMarked;
