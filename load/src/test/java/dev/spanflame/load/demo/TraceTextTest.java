package dev.spanflame.load.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class TraceTextTest {
    private static final String ANSWER = """
            {"trace":{"resourceSpans":[
              {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"checkout"}}]},
               "scopeSpans":[{"scope":{},"spans":[
                 {"spanId":"Ag==","parentSpanId":"AQ==","name":"charge","startTimeUnixNano":"1500000000",
                  "endTimeUnixNano":"2000000000","status":{"code":"STATUS_CODE_ERROR","message":"declined"}},
                 {"spanId":"Aw==","parentSpanId":"AQ==","name":"price","startTimeUnixNano":"1000000000",
                  "endTimeUnixNano":"1250000000","status":{}},
                 {"spanId":"BA==","parentSpanId":"Aw==","name":"coupons","startTimeUnixNano":"1000000000",
                  "endTimeUnixNano":"1000500000"}]}]},
              {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web"}}]},
               "scopeSpans":[{"spans":[
                 {"spanId":"AQ==","name":"POST /order","startTimeUnixNano":"1000000000",
                  "endTimeUnixNano":"2000000000"}]}]}]}}
            """;

    @Test
    void drawsATreeWithDurationsAndATimeLine() throws IOException {
        Trace trace = Trace.of("0af7", Json.parse(ANSWER));
        assertThat(new TraceText(Glyphs.ASCII).render(trace).lines().map(String::stripTrailing))
                .containsExactly(
                        "Trace 0af7: 4 spans of 2 services in 1000.00 ms, 1 failed",
                        "",
                        "  POST /order    web       1000.00 ms  ============================",
                        "  +- price       checkout   250.00 ms  =======",
                        "  |  `- coupons  checkout     0.50 ms  =",
                        "  `- charge      checkout   500.00 ms                ==============  failed: declined");
        assertThat(trace.isComplete()).isTrue();
    }

    @Test
    void aTraceWhoseRootIsNotThereYetIsNotComplete() throws IOException {
        assertThat(Trace.of("1", Json.parse(ANSWER.replace("\"spanId\":\"AQ==\"", "\"spanId\":\"CQ==\"")))
                        .isComplete())
                .isFalse();
        assertThat(Trace.of("1", Json.parse("{}")).isComplete()).isFalse();
    }
}
