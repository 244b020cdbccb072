package dev.spanflame.agent.run;

import dev.spanflame.agent.log.AgentLog;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/// The agent's entry in the JMX server of its host.
final class AgentControl implements AgentControlMBean {
    private static final String NAME = "dev.spanflame:type=Agent";

    private final AgentRuntime runtime;
    private final AgentStatistics statistics;

    private AgentControl(AgentRuntime runtime) {
        this.runtime = runtime;
        this.statistics = runtime.statistics();
    }

    /// Enters it, in place of that of an agent before; whether there is no more to do. A JVM without a
    /// JMX server is not given one: that would cost more memory than all the rest of the agent's own.
    static boolean register(AgentRuntime runtime, AgentLog log) {
        try {
            List<MBeanServer> servers = MBeanServerFactory.findMBeanServer(null);
            if (servers.isEmpty()) {
                return false;
            }
            MBeanServer server = servers.get(0);
            ObjectName name = new ObjectName(NAME);
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
            server.registerMBean(new AgentControl(runtime), name);
        } catch (JMException | RuntimeException | LinkageError e) {
            log.debug("the agent is not in JMX: " + e);
        }
        return true;
    }

    @Override
    public String getEngine() {
        return statistics.engine();
    }

    @Override
    public String getSampling() {
        return runtime.sampling().toString();
    }

    @Override
    public String getProblem() {
        return runtime.problem().orElse("");
    }

    @Override
    public long getSamples() {
        return statistics.samples();
    }

    @Override
    public long getSamplesWithSpan() {
        return statistics.samplesWithSpan();
    }

    @Override
    public long getFailures() {
        return statistics.failures();
    }

    @Override
    public long getSentRequests() {
        return statistics.sent();
    }

    @Override
    public long getSentBytes() {
        return statistics.sentBytes();
    }

    @Override
    public long getDroppedRequests() {
        return statistics.dropped();
    }

    @Override
    public long getQueuedBytes() {
        return statistics.queuedBytes();
    }

    @Override
    public void change(String settings) {
        runtime.change(settings);
    }
}
