/// Tests of the disk port, and its twin that forgets what was not synced.
@NullMarked
package dev.spanflame.objectstore.disk;

import org.jspecify.annotations.NullMarked;
