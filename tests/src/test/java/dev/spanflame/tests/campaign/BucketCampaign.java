package dev.spanflame.tests.campaign;

import dev.spanflame.load.crash.SenderThreads;
import dev.spanflame.load.crash.Witness;
import dev.spanflame.objectstore.server.FaultProxy;
import dev.spanflame.objectstore.server.FaultProxy.Fault;
import dev.spanflame.objectstore.server.S3Server;
import dev.spanflame.objectstore.server.S3Servers;
import dev.spanflame.tests.system.Awaiting;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Tempo;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// The server under load with its blocks in a bucket of a real S3 server, behind a proxy that does one of
/// [BucketTrouble] for some seconds, one kind after the other. While nobody is there, data is taken until the memory
/// for
/// it is used up, then refused. Afterwards all of it is read, also by a server that has nothing of its own.
final class BucketCampaign implements Campaign {
    private static final String BUCKET = "campaign";
    private static final int LARGE = 400_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final int troubleMillis;

    /// Six seconds of trouble.
    BucketCampaign() {
        this(6_000);
    }

    /// So much trouble.
    BucketCampaign(int troubleMillis) {
        this.troubleMillis = troubleMillis;
    }

    @Override
    public long rounds() {
        return 60;
    }

    @Override
    public Figures round(long number, Path folder) throws IOException, InterruptedException {
        List<BucketTrouble> troubles = List.of(BucketTrouble.values());
        BucketTrouble trouble = troubles.get((int) (number % troubles.size()));
        try (S3Server bucket = S3Servers.s3Proxy();
                FaultProxy proxy = new FaultProxy(bucket.endpoint());
                Witness witness = new Witness(number, 2, 1)) {
            bucket.createBucket(BUCKET);
            Figures figures = new Figures();
            List<String> large = new ArrayList<>();
            try (SpanflameProcess server = start(folder.resolve("server"), bucket, proxy)) {
                SenderThreads senders = witness.send(server.addresses(), number);
                senders.awaitAcknowledgement(LIMIT);
                TimeUnit.MILLISECONDS.sleep(new Random(number).nextInt(1_500));
                proxy.script(trouble.script(number));
                live(trouble, server, large, figures);
                TimeUnit.MILLISECONDS.sleep(troubleMillis);
                senders.end();
                lookInTrouble(witness, server, figures);
                proxy.script(_ -> new Fault.Pass());
                recover(server, figures);
                look(witness, server, large, figures);
                server.kill();
            }
            try (SpanflameProcess reader = start(folder.resolve("reader"), bucket, proxy)) {
                look(witness, reader, large, figures);
            }
            figures.add(Figures.of(witness));
            figures.add(trouble.name(), 1);
            figures.add("requests to the bucket", proxy.seen().size());
            figures.add(
                    "listings",
                    proxy.seen().stream().filter(BucketTrouble::isListing).count());
            return figures;
        }
    }

    private static SpanflameProcess start(Path folder, S3Server bucket, FaultProxy proxy) throws IOException {
        return SpanflameProcess.start(
                folder,
                "--store=s3://" + BUCKET + "/prod",
                "--s3.endpoint=" + proxy.endpoint(),
                "--s3.region=" + S3Server.REGION,
                "--s3.access-key=" + bucket.keys().accessKey(),
                "--s3.secret-key=" + bucket.keys().secretKey(),
                "--flush.max-bytes=1MiB",
                "--flush.max-age=1s",
                "--flush.small-age=1s",
                "--compaction.interval=1s",
                "--live.max-bytes=16MiB");
    }

    /// While nobody is there: large spans until one is refused, and a clear word why.
    private static void live(BucketTrouble trouble, SpanflameProcess server, List<String> large, Figures figures) {
        if (trouble != BucketTrouble.DOWN) {
            return;
        }
        Wire.Answer answer = Awaiting.until(LIMIT, () -> send(server, large), one -> one.status() != 200);
        if ((answer.status() != 503 && answer.status() != 429) || !answer.text().contains("live data fills")) {
            figures.complain("when the bound was reached it answered " + answer.status() + ": " + answer.text());
        }
        figures.add("large spans taken while down", large.size());
    }

    private static Wire.Answer send(SpanflameProcess server, List<String> large) {
        String id = Spans.newTraceId();
        Wire.Answer answer = Spans.send(server, Spans.one(id, "large", LARGE).toByteArray());
        if (answer.status() == 200) {
            large.add(id);
        }
        return answer;
    }

    /// A refusal is right while there is trouble; an answer without what was acknowledged is not.
    private static void lookInTrouble(Witness witness, SpanflameProcess server, Figures figures)
            throws InterruptedException {
        try {
            witness.look(server.addresses(), false);
            figures.add("looks in trouble", 1);
        } catch (IOException e) {
            figures.add("refused looks in trouble", 1);
        }
    }

    private static void recover(SpanflameProcess server, Figures figures) {
        long begin = System.nanoTime();
        Wire.Answer flushed = Awaiting.until(
                LIMIT, () -> Wire.post(server.uri("admin").resolve("/flush"), new byte[0]), one -> one.status() == 200);
        figures.time(
                "flushed again ms", Duration.ofNanos(System.nanoTime() - begin).toMillis());
        if (flushed.status() != 200) {
            figures.complain("after the trouble a flush is answered " + flushed.status() + ": " + flushed.text());
        }
    }

    private static void look(Witness witness, SpanflameProcess server, List<String> large, Figures figures)
            throws IOException, InterruptedException {
        witness.look(server.addresses(), false);
        Tempo tempo = new Tempo(server);
        for (String id : large) {
            if (!tempo.spanNames(id).equals(List.of("work"))) {
                figures.complain("the large span " + id + " was acknowledged and there is " + tempo.spanNames(id));
            }
        }
    }
}
