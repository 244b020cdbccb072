/// Prometheus remote write 1.0: encoding, a queue on disk, and sending with patience.
///
/// Start with [RemoteWrite]; [WriteRequests] makes what [DiskQueue] keeps until [RemoteWriteClient]
/// has delivered it.
@NullMarked
package dev.spanflame.generator.remote;

import org.jspecify.annotations.NullMarked;
