/// Profiles without a description of their own: folded stacks, Pyroscope's trie and tree, speedscope.
///
/// Start with [TextProfile], into which all of them are read. What the values of the first three count
/// is said by the name of the application ([NamedType]).
@NullMarked
package dev.spanflame.proto.text;

import org.jspecify.annotations.NullMarked;
