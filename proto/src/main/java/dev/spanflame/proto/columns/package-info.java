/// Parts of which the decoders of profiles make a [dev.spanflame.model.profile.ProfileBatch].
///
/// Start with [TextTable], the texts of an upload.
@NullMarked
package dev.spanflame.proto.columns;

import org.jspecify.annotations.NullMarked;
