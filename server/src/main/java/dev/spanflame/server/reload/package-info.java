/// Files that are looked at again while the server runs.
@NullMarked
package dev.spanflame.server.reload;

import org.jspecify.annotations.NullMarked;
