package dev.spanflame.block;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Makes one block out of several of the same tenant and signal. Thread-safe.
public interface BlockMerge {
    /// Whether `block` is of a format that this can read. Others are left as they are: a newer program wrote them.
    default boolean takes(BlockMeta block) {
        return true;
    }

    /// Puts a block with all the data of `inputs` into the target's store and returns what the commit log is to know
    /// of it. Equal spans become one. Memory does not grow with the size of the inputs.
    ///
    /// The caller commits the block, or deletes its objects. `cancelled` is asked now and then; once it is true a
    /// [java.util.concurrent.CancellationException] is thrown. On any failure the objects already put are deleted
    /// where that is possible.
    BlockMeta merge(List<BlockMeta> inputs, BlockTarget target, BooleanSupplier cancelled) throws IOException;
}
