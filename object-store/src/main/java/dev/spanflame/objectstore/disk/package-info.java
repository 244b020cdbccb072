/// The port to the local disk: the only way to durable local bytes.
///
/// Start with [Disk]. Its test twin keeps in mind what was synced and forgets the rest at a simulated power cut.
@NullMarked
package dev.spanflame.objectstore.disk;

import org.jspecify.annotations.NullMarked;
