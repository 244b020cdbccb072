/// From a JFR recording to pprof. The door is [dev.spanflame.agent.convert.Converter].
@NullMarked
package dev.spanflame.agent.convert;

import org.jspecify.annotations.NullMarked;
