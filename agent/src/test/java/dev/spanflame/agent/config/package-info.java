/// Tests of settings.
@NullMarked
package dev.spanflame.agent.config;

import org.jspecify.annotations.NullMarked;
