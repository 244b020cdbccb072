package dev.spanflame.agent.run;

/// What JMX shows of the agent as `dev.spanflame:type=Agent`, and lets be changed.
public interface AgentControlMBean {
    /// How samples are taken, as `ctimer`; empty while nothing is recorded.
    String getEngine();

    /// What is sampled, in the form of agent arguments.
    String getSampling();

    /// Why nothing is recorded; empty while something is.
    String getProblem();

    /// Samples so far.
    long getSamples();

    /// Of these the ones whose span or labels are known.
    long getSamplesWithSpan();

    /// Recordings that could not be had or read.
    long getFailures();

    /// Requests a server took.
    long getSentRequests();

    /// Bytes of these requests.
    long getSentBytes();

    /// Requests that were given up.
    long getDroppedRequests();

    /// Bytes that wait to be sent.
    long getQueuedBytes();

    /// Changes what is sampled, as in `interval=20ms,alloc=off`; `enabled=false` ends it for now.
    void change(String settings);
}
