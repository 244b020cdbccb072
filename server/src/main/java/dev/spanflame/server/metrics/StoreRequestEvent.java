package dev.spanflame.server.metrics;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/// Flight Recorder is told of a call to the object store.
@Name("dev.spanflame.StoreRequest")
@Label("Request to the object store")
@Description("A call to the object store with its retries")
@Category("Spanflame")
@StackTrace(false)
@Threshold("20 ms")
final class StoreRequestEvent extends Event {
    @Label("Operation")
    @Nullable
    String operation;

    @Label("Key")
    @Description("Key of the object; for list what keys begin with")
    @Nullable
    String key;

    @Label("Bytes")
    @Description("Read or written; 0 where it failed")
    @DataAmount
    long bytes;

    @Label("Outcome")
    @Description("ok, missing or failed")
    @Nullable
    String outcome;

    /// Ends the event, which was begun before, and commits it where a recording wants it.
    void finish(String what, String object, long size, String how) {
        end();
        if (shouldCommit()) {
            operation = what;
            key = object;
            bytes = size;
            outcome = how;
            commit();
        }
    }
}
