/// The source view: files and commits of profiled code, from GitHub or a server that speaks its API.
/// Door: [VcsApi].
@NullMarked
package dev.spanflame.querier.pyroscope.vcs;

import org.jspecify.annotations.NullMarked;
