package dev.spanflame.server.http.body;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.server.edge.Body;
import dev.spanflame.server.edge.BodyInflater;
import dev.spanflame.server.edge.BodyLimit;
import dev.spanflame.server.edge.Reservation;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/// Collects the body of one request in a file, within its limit, and deletes the file when the request is over.
///
/// A virtual thread writes; what waits for it is reserved, so that a disk that is too slow ends in a refusal and not in
/// a heap that is full.
public final class BodySpool implements BodyCollector, Body.Spooled {
    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private final BodyLimit limit;
    private final Reservation memory;
    private final Path file;
    private final LinkedBlockingQueue<ByteBuffer> waiting = new LinkedBlockingQueue<>();
    private final CompletableFuture<Path> written = new CompletableFuture<>();
    private long length;

    /// `announced` is the content length, or -1; the file is made in the folder of `limit`.
    public BodySpool(BodyLimit limit, long announced, Reservation memory) {
        if (announced > limit.wireBytes()) {
            throw BodyInflater.tooLarge(limit.maxBytes());
        }
        this.limit = limit;
        this.memory = memory;
        this.file = limit.spool().orElseThrow().resolve("upload-" + UUID.randomUUID());
        memory.onClose(() -> waiting.add(END));
        Thread.ofVirtual().name("spool").start(this::write);
    }

    @Override
    public void add(ByteBuf in) {
        int count = in.readableBytes();
        if (count == 0) {
            return;
        }
        if (length + count > limit.wireBytes()) {
            throw BodyInflater.tooLarge(limit.maxBytes());
        }
        memory.grow(count);
        length += count;
        byte[] piece = new byte[count];
        in.readBytes(piece);
        waiting.add(ByteBuffer.wrap(piece));
    }

    @Override
    public Body finish() {
        waiting.add(END);
        return new Body(this);
    }

    /// Writes until the first end, and deletes the file at the second, which is that of the request.
    private void write() {
        try {
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (ByteBuffer piece = waiting.take(); piece != END; piece = waiting.take()) {
                    int count = piece.remaining();
                    while (piece.hasRemaining()) {
                        channel.write(piece);
                    }
                    memory.shrink(count);
                }
            }
            written.complete(file);
            if (!memory.isClosed()) {
                waiting.take();
            }
        } catch (IOException e) {
            written.completeExceptionally(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            delete();
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger("edge").log(System.Logger.Level.WARNING, "an upload stays on disk file=" + file, e);
        }
    }

    @Override
    public Path await() {
        try {
            return written.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new UncheckedIOException("the body cannot be kept on disk: " + cause.getMessage(), cause);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BackendException(ErrorKind.CANCELLED, "caller_gone", "the request is over");
        }
    }
}
