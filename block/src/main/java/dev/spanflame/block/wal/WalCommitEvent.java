package dev.spanflame.block.wal;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/// Flight Recorder is told of a group of requests that is in the log.
@Name("dev.spanflame.WalCommit")
@Label("Commit of the write-ahead log")
@Description("One group of requests written to the write-ahead log, and synced where that is asked for")
@Category("Spanflame")
@StackTrace(false)
@Threshold("10 ms")
final class WalCommitEvent extends Event {
    @Label("Bytes")
    @DataAmount
    long bytes;

    @Label("Requests")
    int requests;

    @Label("Synced")
    boolean synced;

    /// Ends the event, which was begun before, and commits it where a recording wants it. Hot path.
    void finish(long written, int count, Durability durability) {
        end();
        if (shouldCommit()) {
            bytes = written;
            requests = count;
            synced = durability == Durability.FSYNC;
            commit();
        }
    }
}
