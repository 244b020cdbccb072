package dev.spanflame.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.spanflame.proto.edge.ProtoJson;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.push.v1.PushProto;
import dev.spanflame.proto.push.v1.PushRequest;
import dev.spanflame.proto.push.v1.RawSample;
import dev.spanflame.proto.querier.v1.FlameGraphDiff;
import dev.spanflame.proto.querier.v1.QuerierProto;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesRequest;
import dev.spanflame.proto.querier.v1.SelectSeriesRequest;
import dev.spanflame.proto.querier.v1.SeriesResponse;
import dev.spanflame.proto.tempopb.QueryRangeRequest;
import dev.spanflame.proto.tempopb.QueryRangeResponse;
import dev.spanflame.proto.tempopb.SearchRequest;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.proto.tempopb.TempoStreamingProto;
import dev.spanflame.proto.tempopb.TimeSeries;
import dev.spanflame.proto.tempopb.TraceSearchMetadata;
import dev.spanflame.proto.types.v1.ProfileType;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Names and numbers that clients of other makers rely on.
final class WireNamesTest {
    @Test
    void servicesHaveTheNamesThatClientsCall() {
        assertThat(methods(TempoStreamingProto.getDescriptor().findServiceByName("StreamingQuerier")))
                .isEqualTo("tempopb.StreamingQuerier: Search SearchTags SearchTagsV2 SearchTagValues SearchTagValuesV2"
                        + " MetricsQueryRange MetricsQueryInstant");
        assertThat(methods(PushProto.getDescriptor().findServiceByName("PusherService")))
                .isEqualTo("push.v1.PusherService: Push");
        assertThat(methods(QuerierProto.getDescriptor().findServiceByName("QuerierService")))
                .isEqualTo(
                        "querier.v1.QuerierService: ProfileTypes LabelValues LabelNames Series SelectMergeStacktraces"
                                + " SelectMergeSpanProfile SelectMergeProfile SelectSeries SelectHeatmap Diff GetProfileStats"
                                + " AnalyzeQuery");
    }

    @Test
    void messagesHaveTheNumbersOfTempo() {
        assertThat(fields(SearchRequest.getDescriptor()))
                .isEqualTo("Tags=1 MinDurationMs=2 MaxDurationMs=3 Limit=4 start=5 end=6 Query=8 SpansPerSpanSet=9"
                        + " RF1After=10 skipASTTransformations=11");
        assertThat(fields(TraceSearchMetadata.getDescriptor()))
                .isEqualTo("traceID=1 rootServiceName=2 rootTraceName=3 startTimeUnixNano=4 durationMs=5 spanSet=6"
                        + " spanSets=7 serviceStats=8");
        assertThat(fields(SearchResponse.getDescriptor())).isEqualTo("traces=1 metrics=2");
        assertThat(fields(QueryRangeRequest.getDescriptor()))
                .isEqualTo("query=1 start=2 end=3 step=4 queryMode=7 exemplars=16 maxSeries=17 instant=18"
                        + " skipASTTransformations=19");
        assertThat(fields(QueryRangeResponse.getDescriptor())).isEqualTo("series=1 metrics=2 status=3 message=4");
        assertThat(fields(TimeSeries.getDescriptor())).isEqualTo("labels=1 samples=2 exemplars=4");
    }

    @Test
    void messagesHaveTheNumbersAndJsonNamesOfPyroscope() {
        assertThat(fields(SelectMergeStacktracesRequest.getDescriptor()))
                .isEqualTo("profileTypeID=1 labelSelector=2 start=3 end=4 maxNodes=5 format=6 stackTraceSelector=7"
                        + " profileIdSelector=8 async=9 traceIdSelector=10 spanSelector=11");
        assertThat(fields(SelectSeriesRequest.getDescriptor()))
                .isEqualTo("profileTypeID=1 labelSelector=2 start=3 end=4 groupBy=5 step=6 aggregation=7"
                        + " stackTraceSelector=8 limit=9 exemplarType=10");
        assertThat(fields(SeriesResponse.getDescriptor())).isEqualTo("labelsSet=2");
        assertThat(fields(FlameGraphDiff.getDescriptor()))
                .isEqualTo("names=1 levels=2 total=3 maxSelf=4 leftTicks=5 rightTicks=6");
        assertThat(fields(ProfileType.getDescriptor()))
                .isEqualTo("ID=1 name=2 sampleType=4 sampleUnit=5 periodType=6 periodUnit=7");
        assertThat(fields(RawSample.getDescriptor())).isEqualTo("rawProfile=1 ID=2");
        assertThat(fields(Profile.getDescriptor()))
                .isEqualTo("sampleType=1 sample=2 mapping=3 location=4 function=5 stringTable=6 dropFrames=7"
                        + " keepFrames=8 timeNanos=9 durationNanos=10 periodType=11 period=12 comment=13"
                        + " defaultSampleType=14 docUrl=15");
    }

    @Test
    void jsonIsReadInBothNamingsAndWrittenInCamelCase() {
        byte[] snake = "{\"profile_typeID\":\"a\",\"label_selector\":\"{}\",\"start\":\"5\",\"unknown\":[1]}"
                .getBytes(StandardCharsets.UTF_8);
        byte[] camel =
                "{\"profileTypeID\":\"a\",\"labelSelector\":\"{}\",\"start\":5}".getBytes(StandardCharsets.UTF_8);

        assertThat(ProtoJson.parse(snake, SelectSeriesRequest.newBuilder()))
                .isEqualTo(ProtoJson.parse(camel, SelectSeriesRequest.newBuilder()));
        assertThat(new String(
                        ProtoJson.print(ProtoJson.parse(snake, SelectSeriesRequest.newBuilder())),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"profileTypeID\":\"a\",\"labelSelector\":\"{}\",\"start\":\"5\"}");
        assertThat(new String(ProtoJson.print(PushRequest.newBuilder().build()), StandardCharsets.UTF_8))
                .isEqualTo("{}");
    }

    private static String fields(Descriptor message) {
        return message.getFields().stream().sorted().map(WireNamesTest::field).collect(Collectors.joining(" "));
    }

    private static String field(FieldDescriptor field) {
        return field.getJsonName() + "=" + field.getNumber();
    }

    private static String methods(ServiceDescriptor service) {
        return service.getFullName() + ": "
                + service.getMethods().stream().map(MethodDescriptor::getName).collect(Collectors.joining(" "));
    }
}
