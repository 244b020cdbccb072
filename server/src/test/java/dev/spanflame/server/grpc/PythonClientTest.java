package dev.spanflame.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.server.PythonTool;
import dev.spanflame.server.http.ListenerSettings;
import dev.spanflame.server.http.TestPort;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The same questions as [GrpcCallTest], asked by grpcio, the C core that Python, Ruby and PHP share.
@Timeout(400)
final class PythonClientTest {
    @Test
    void answersThePythonClient() throws Exception {
        ProbeMethods probe = new ProbeMethods();
        try (TestPort port = new TestPort(ListenerSettings.defaults(), false, List.of(), probe.all())) {
            String said = PythonTool.run("grpc_probe.py", Integer.toString(port.port()));
            assertThat(said.strip()).isEqualTo("ok");
            assertThat(probe.cancelled.await(1, TimeUnit.SECONDS)).isTrue();
        }
    }
}
