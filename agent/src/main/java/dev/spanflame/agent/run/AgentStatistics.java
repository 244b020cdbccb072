package dev.spanflame.agent.run;

import dev.spanflame.agent.send.Uploader;

/// What an agent has done so far.
public final class AgentStatistics {
    private final RecordingLoop loop;
    private final Uploader uploader;

    AgentStatistics(RecordingLoop loop, Uploader uploader) {
        this.loop = loop;
        this.uploader = uploader;
    }

    /// How samples are taken, as `ctimer`; empty while nothing is recorded.
    public String engine() {
        return loop.engine();
    }

    /// Samples that were converted.
    public long samples() {
        return loop.samples();
    }

    /// Of these the ones whose span or labels are known.
    public long samplesWithSpan() {
        return loop.samplesWithSpan();
    }

    /// Recordings that could not be had or read.
    public long failures() {
        return loop.failures();
    }

    /// Requests a server took.
    public long sent() {
        return uploader.counters().sent();
    }

    /// Bytes of these requests.
    public long sentBytes() {
        return uploader.counters().sentBytes();
    }

    /// Requests that were given up.
    public long dropped() {
        return uploader.counters().dropped();
    }

    /// Bytes that wait to be sent.
    public long queuedBytes() {
        return uploader.queuedBytes();
    }
}
