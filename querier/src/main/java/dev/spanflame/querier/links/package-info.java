/// Ready links in answers: from spans to logs and profiles, from profiles to traces. Door: [Links].
@NullMarked
package dev.spanflame.querier.links;

import org.jspecify.annotations.NullMarked;
