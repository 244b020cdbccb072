/// How Pyroscope's agents send profiles: `push.v1` and `POST /ingest`, to batches of columns.
///
/// Start with [ProfileRequest], which says what came over the wire, and [UploadDecoder], which makes an [Upload] of it.
@NullMarked
package dev.spanflame.proto.pyroscope;

import org.jspecify.annotations.NullMarked;
